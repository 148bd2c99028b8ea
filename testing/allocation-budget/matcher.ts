import { bytes, counted } from '../../format/quantities.ts';
import type { MatcherContext, MatcherResult } from '../leak-test/matcher.ts';
import type { Operation } from '../leak-test/operation-loop.ts';
import { type Allocated, measureAllocations } from './measure-allocations.ts';
import { type AllocationBudget, type AllocationTest, allocationTestOf } from './options.ts';

/** `toAllocateAtMost` for `expect.extend` of vitest, jest and bun: it holds if the operation stays within the budget. */
export async function toAllocateAtMost(
  this: MatcherContext | undefined,
  operation: unknown,
  budget: AllocationBudget,
): Promise<MatcherResult> {
  const { pass, message } = await checkAllocations(this?.currentTestName, operation, budget);
  return { pass, message: () => message };
}

export interface AllocationCheck extends Allocated {
  readonly pass: boolean;
  readonly message: string;
}

export async function checkAllocations(
  name: string | undefined,
  operation: unknown,
  budget: AllocationBudget,
): Promise<AllocationCheck> {
  const test = allocationTestOf(operation, budget);
  const called = name ?? (operation as Operation).name;
  const found = await measureAllocations(called, operation as Operation, test);
  return { ...found, pass: found.bytes <= test.bytes, message: messageOf(called, found, test) };
}

function messageOf(name: string, found: Allocated, { bytes: budget, perOperation }: AllocationTest): string {
  const what = `${name === '' ? 'the operation' : name} allocates`;
  const than = found.bytes > budget ? 'more than' : 'within';
  if (!perOperation)
    return `${what} ${exactly(found.bytes)} in its first call, ${than} the budget of ${exactly(budget)}`;
  return (
    `${what} ${exactly(found.bytes)} per operation, ${than} the budget of ${exactly(budget)} ` +
    `(the least of ${counted(found.batches, 'batch')} of ${counted(found.operations, 'operation')}, the most is ${exactly(found.most)})`
  );
}

/** A budget is compared to the byte, so that `4.0 KiB is more than 4.0 KiB` is never said. */
function exactly(size: number): string {
  return size < 1024 ? bytes(size) : `${bytes(size)} (${Math.round(size).toLocaleString('en-US')} B)`;
}
