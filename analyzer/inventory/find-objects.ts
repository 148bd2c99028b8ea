import { UserError } from '../../format/user-error.ts';
import type { NodeIndex } from '../parse/snapshot-columns.ts';
import { follow, propertyNames } from './follow-path.ts';
import { nearNames } from './near-names.ts';
import type { Inventory } from './open-inventory.ts';
import { type PathExpression, parsePath } from './path-expression.ts';
import { startsOf, variableNames } from './path-starts.ts';

/**
 * The objects that a reader names: one by its id (`95001`, `@95001`), or all that a path leads to, the largest first:
 * `sessions.byId`, `hub._events[key] in src/agent.mjs`.
 * @throws UserError if there is none, with what may have been meant
 */
export function findObjects(inventory: Inventory, words: string): readonly NodeIndex[] {
  const id = /^@?(\d+)$/.exec(words)?.[1];
  if (id !== undefined) return [nodeWithId(inventory, Number(id))];
  const { retained } = inventory;
  return resolve(inventory, parsePath(words)).toSorted((a, b) => retained[b] - retained[a]);
}

function nodeWithId({ heap: { graph } }: Inventory, id: number): NodeIndex {
  const node = graph.columns.nodeId.indexOf(id);
  if (node !== -1) return node;
  throw new UserError(
    'usage',
    `this capture has no object @${id}`,
    'find ids with heaptrail objects, in the page, or after @ in other tools',
  );
}

/** How far a path led before it ended. */
interface DeadEnd {
  readonly step: number;
  readonly nodes: readonly NodeIndex[];
}

/** A name can mean several things: the first meaning counts from which the whole path can be gone. */
function resolve(inventory: Inventory, path: PathExpression): readonly NodeIndex[] {
  const { heap } = inventory;
  let farthest: DeadEnd | undefined;
  for (const start of startsOf(heap, path.start, path.module)) {
    let nodes = start;
    let step = 0;
    for (; step < path.steps.length; step++) {
      const next = follow(heap, nodes, path.steps[step]);
      if (next.length === 0) break;
      nodes = next;
    }
    if (step === path.steps.length) return nodes;
    if (farthest === undefined || step > farthest.step) farthest = { step, nodes };
  }
  throw farthest === undefined ? noStart(inventory, path) : noStep(inventory, path, farthest);
}

function noStart({ heap }: Inventory, { start, module }: PathExpression): UserError {
  const near = nearNames(variableNames(heap), start);
  return new UserError(
    'usage',
    `nothing here is reached as ${start}${module === undefined ? '' : ` in ${module}`}`,
    near.length > 0
      ? `did you mean: ${near.join(', ')}`
      : 'a path starts with a variable, a global or a class. An id from heaptrail objects works too',
  );
}

function noStep({ heap, words }: Inventory, path: PathExpression, { step, nodes }: DeadEnd): UserError {
  const { upTo, steps } = path;
  const before = upTo[step];
  const missing = upTo[step + 1].slice(before.length);
  const wanted = steps[step];
  const near =
    wanted.kind === 'property' ? nearNames(propertyNames(heap, nodes), wanted.name) : ([] as string[]);
  return new UserError(
    'usage',
    `${before} is ${words.className(nodes[0])} @${heap.graph.id(nodes[0])}, which has no ${missing}`,
    near.length > 0
      ? `did you mean: ${near.map((name) => `${before}${/^[\w$#]+$/.test(name) ? `.${name}` : `[${JSON.stringify(name)}]`}`).join(', ')}`
      : `heaptrail objects RECORDING --held-by ${before} lists what it leads to`,
  );
}
