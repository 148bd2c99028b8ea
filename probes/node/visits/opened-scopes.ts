import type { Protocol } from 'devtools-protocol';
import type { DevtoolsSession } from '../../transport/devtools-session.ts';
import { rankOf } from './frame-roots.ts';
import { roundsOfOpening } from './limits.ts';
import type { OpenedLabel, RemoteId, TargetWalker } from './target-walker.ts';

type Properties = Protocol.Runtime.GetPropertiesResponse;

/**
 * What only the inspector can see of the functions and instances that a walk met: the scopes of closures, and private
 * fields. The program runs meanwhile, and each question interrupts it for less than a millisecond.
 */
export async function openForWalker(
  devtools: DevtoolsSession,
  walker: TargetWalker,
  fileOf: (scriptId: string) => string | undefined,
): Promise<void> {
  for (let round = 0; round < roundsOfOpening; round += 1) {
    const ids = await walker.unopened();
    if (ids.length === 0) return;
    const properties = await Promise.all(ids.map((id) => propertiesOf(devtools, id)));
    const scopes = await Promise.all(properties.map((each) => scopesOf(devtools, each)));
    await Promise.all(
      ids.map((_, at) => {
        const opened = [
          ...privateFields(properties[at]),
          ...namedScopes(properties[at], scopes[at]!, fileOf),
        ];
        const values = opened.map(({ value }) => value);
        const labels = opened.map(({ label }) => label);
        return opened.length === 0 ? undefined : walker.open(at, labels, values);
      }),
    );
  }
}

interface Opened {
  readonly label: OpenedLabel;
  readonly value: Protocol.Runtime.CallArgument;
}

export async function propertiesOf(
  devtools: DevtoolsSession,
  objectId: RemoteId,
): Promise<Properties | undefined> {
  // What was met may be gone, or of another realm.
  return await devtools
    .send('Runtime.getProperties', { objectId, ownProperties: true })
    .catch(() => undefined);
}

export async function scopesOf(
  devtools: DevtoolsSession,
  properties: Properties | undefined,
): Promise<readonly Protocol.Runtime.RemoteObject[]> {
  const scopes = properties?.internalProperties?.find(({ name }) => name === '[[Scopes]]');
  if (scopes?.value?.objectId === undefined) return [];
  const listed = await propertiesOf(devtools, scopes.value.objectId);
  return (listed?.result ?? []).flatMap(({ value }) => value ?? []);
}

function privateFields(properties: Properties | undefined): readonly Opened[] {
  return (properties?.privateProperties ?? []).flatMap(({ name, value }) => {
    // A number may be the limit of a container beside it.
    const isPlain = value?.type === 'string' || (value?.type === 'number' && value.value !== undefined);
    if (value?.objectId === undefined && !isPlain) return [];
    return [{ label: { name }, value: isPlain ? { value: value!.value } : { objectId: value!.objectId! } }];
  });
}

/** Not the global ones: what is there is reached from everywhere. */
function namedScopes(
  properties: Properties | undefined,
  scopes: readonly Protocol.Runtime.RemoteObject[],
  fileOf: (scriptId: string) => string | undefined,
): readonly Opened[] {
  const location = properties?.internalProperties?.find(({ name }) => name === '[[FunctionLocation]]');
  const { scriptId = '' } = (location?.value?.value ?? {}) as { readonly scriptId?: string };
  const file = fileOf(scriptId);
  // Node's own functions close over its modules alone.
  if (file === undefined) return [];
  return scopes.flatMap(({ description = '', objectId }, scope) =>
    objectId === undefined || description.startsWith('Global')
      ? []
      : [{ label: { scope, file, rank: rankOf('closure', file) }, value: { objectId } }],
  );
}
