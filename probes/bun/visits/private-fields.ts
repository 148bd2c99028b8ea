import type { Bytes, Millis } from '../../../format/units.ts';
import { roundsOfOpening } from '../../node/visits/limits.ts';
import type { CallArgument, Property } from '../jsc-protocol.ts';
import type { JscSession } from '../jsc-session.ts';
import type { RemoteWalker } from './remote-walker.ts';

const callTimeout: Millis = 10_000;
/** As JSON, a string takes up to twice what it takes in memory. */
const largestHeap: Bytes = 160 << 20;

/**
 * The private fields of the instances that a walk met, which only the inspector can see. The program runs meanwhile, and
 * each question interrupts it for less than a millisecond.
 */
export async function openForWalker(session: JscSession, walker: RemoteWalker): Promise<void> {
  if (!(await isSafe(session))) return;
  for (let round = 0; round < roundsOfOpening; round += 1) {
    const instances = await walker.unopened();
    if (instances === undefined) return;
    await Promise.all(
      instances.map(async ([at, objectId]) => {
        const fields = (await propertiesOf(session, objectId)).flatMap(privateField);
        const values = fields.map(({ value }) => value);
        const names = fields.map(({ name }) => name);
        if (fields.length > 0) await walker.open(at, names, values);
      }),
    );
  }
}

/** An answer has strings in full length, and one above 358 MB ends the target: none can be that long in a small heap. */
async function isSafe(session: JscSession): Promise<boolean> {
  const expression = "process.getBuiltinModule('bun:jsc').heapSize()";
  const { result } = await session.send('Runtime.evaluate', { expression, returnByValue: true }, callTimeout);
  return typeof result.value === 'number' && result.value <= largestHeap;
}

async function propertiesOf(session: JscSession, objectId: string): Promise<readonly Property[]> {
  // What was met may be gone.
  return await session.send('Runtime.getProperties', { objectId, ownProperties: true }, callTimeout).then(
    ({ properties }) => properties,
    () => [],
  );
}

function privateField({ name, value, isPrivate }: Property): { name: string; value: CallArgument }[] {
  if (!isPrivate || value === undefined) return [];
  if (value.objectId !== undefined) return [{ name, value: { objectId: value.objectId } }];
  // A number may be the limit of a container beside it.
  return typeof value.value === 'string' || typeof value.value === 'number'
    ? [{ name, value: { value: value.value } }]
    : [];
}
