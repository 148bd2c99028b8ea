import type { CaptureResult } from './connection.ts';

/** What an operations expression gave: a number, or words why it gave none. */
export type OperationCount = { readonly count: number } | { readonly note: string };

export interface OperationCounts {
  readonly before: OperationCount | undefined;
  readonly after: OperationCount | undefined;
}

/** What the counts around a snapshot say of its capture. */
export function operationsIn({
  before,
  after,
}: OperationCounts): Pick<CaptureResult, 'operations' | 'operationsAfter' | 'notes'> {
  if (before === undefined) return { notes: [] };
  if ('note' in before) return { notes: [before.note] };
  return {
    operations: before.count,
    ...(after && 'count' in after ? { operationsAfter: after.count } : {}),
    notes: [],
  };
}
