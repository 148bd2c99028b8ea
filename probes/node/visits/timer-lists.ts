import type { DevtoolsSession } from '../../transport/devtools-session.ts';
import type { WalkRoot } from '../../visits/walked.ts';
import { evaluateWithModules } from '../inspector/evaluate-with-modules.ts';
import { builtin } from '../inspector/target-expressions.ts';
import { rankOf } from './frame-roots.ts';
import { walkLimits } from './limits.ts';
import { propertiesOf, scopesOf } from './opened-scopes.ts';
import type { RemoteId } from './target-walker.ts';

const variable = 'timerListMap';
/** From a list to its timers and what they call: what these lead to has better names elsewhere. */
const depthBelow = 3;

export const timerRoot: WalkRoot = {
  path: [
    ['', 'node:timers', 'module'],
    [variable, 'Object', 'object'],
  ],
  rank: rankOf('timers', 'node:timers'),
  depth: walkLimits.depth - depthBelow,
};

/**
 * Node's own lists of timers, by their time. No variable of a program leads to a timer that nobody keeps, but Node's own
 * functions close over the lists.
 * @returns undefined if this Node keeps them elsewhere
 */
export async function timerLists(
  devtools: DevtoolsSession,
  objectGroup: string,
): Promise<RemoteId | undefined> {
  const { result } = await evaluateWithModules(devtools, {
    expression: `${builtin('timers')}.setTimeout`,
    objectGroup,
    silent: true,
  });
  if (result.objectId === undefined || result.type !== 'function') return undefined;
  for (const scope of await scopesOf(devtools, await propertiesOf(devtools, result.objectId))) {
    if (scope.objectId === undefined || scope.description?.startsWith('Global')) continue;
    const variables = await propertiesOf(devtools, scope.objectId);
    const lists = variables?.result.find(({ name }) => name === variable);
    if (lists?.value?.objectId !== undefined) return lists.value.objectId;
  }
  return undefined;
}
