import type { Bytes, Millis } from '../../format/units.ts';
import { UserError } from '../../format/user-error.ts';
import type { Operation } from '../leak-test/operation-loop.ts';
import { OperationLoop } from '../leak-test/operation-loop.ts';
import { allocatedBytes } from './allocated-bytes.ts';
import type { AllocationTest } from './options.ts';

/** What one call of an operation allocates. */
export interface Allocated {
  /** The least of all batches: what the engine allocates beside the operation only adds to it. */
  readonly bytes: Bytes;
  /** That of the batch that allocated most. */
  readonly most: Bytes;
  readonly batches: number;
  /** In each of them. */
  readonly operations: number;
}

const batches = 9;
/** A batch lasts about as long as this, so that a slow operation is not called too often. */
const batchTime: Millis = 40;
const mostOperations = 1_000;
/** The engine compiles a function that was called this often, and its first calls allocate what later ones do not. */
const warmUp = 100;

/** @throws what the operation throws; UserError `leak-test-timeout`, `no-allocations` in Bun */
export async function measureAllocations(
  name: string,
  operation: Operation,
  test: AllocationTest,
): Promise<Allocated> {
  refuseBun();
  const setting = { name, timeout: test.timeout, signal: undefined };
  const loop = new OperationLoop(operation, setting);
  if (!test.perOperation) return await firstCall(loop, setting);
  const operations = await warmedUp(loop);
  const idle = new OperationLoop(doNothing, setting);
  await idle.perform(operations);
  const found: Bytes[] = [];
  for (let batch = 0; batch < batches; batch++) {
    const total = await allocatedBytes(() => loop.perform(operations));
    const ofLoop = await allocatedBytes(() => idle.perform(operations));
    found.push(Math.max(0, total - ofLoop) / operations);
  }
  return { bytes: Math.min(...found), most: Math.max(...found), batches, operations };
}

async function firstCall(
  loop: OperationLoop,
  setting: ConstructorParameters<typeof OperationLoop>[1],
): Promise<Allocated> {
  const idle = new OperationLoop(doNothing, setting);
  await allocatedBytes(() => idle.perform(1));
  const ofLoop = await allocatedBytes(() => idle.perform(1));
  const bytes = Math.max(0, (await allocatedBytes(() => loop.perform(1))) - ofLoop);
  return { bytes, most: bytes, batches: 1, operations: 1 };
}

/** Calls it until it is compiled; gives how many calls make a batch. */
async function warmedUp(loop: OperationLoop): Promise<number> {
  let took: Millis = 0;
  let calls = 0;
  while (calls < warmUp && took < batchTime * batches) {
    took += await loop.perform(1);
    calls += 1;
  }
  const perCall = Math.max(took / calls, batchTime / mostOperations);
  const operations = Math.max(1, Math.round(batchTime / perCall));
  await loop.perform(operations);
  return operations;
}

function doNothing(): void {}

/** @throws UserError `no-allocations` in Bun, which does not tell what it allocates */
export function refuseBun(): void {
  if (process.versions.bun === undefined) return;
  throw new UserError(
    'no-allocations',
    'Bun does not tell how much a program allocates, so an allocation budget cannot be checked in it',
    'run this test in Node',
  );
}
