import type { CaptureResult } from './connection.ts';

/** What an operations expression gave: a number, or words why it gave none. */
export type OperationCount = { readonly count: number } | { readonly note: string };

export interface OperationCounts {
  readonly before: OperationCount | undefined;
  readonly after: OperationCount | undefined;
}

/**
 * What the counts around a snapshot say of its capture. The one after it is asked for before the snapshot has begun and
 * answered as soon as it is over; between the one before it and the snapshot, a busy target may do operations.
 */
export function operationsIn({
  before,
  after,
}: OperationCounts): Pick<CaptureResult, 'operations' | 'operationsDrift' | 'notes'> {
  if (before === undefined) return { notes: [] };
  if ('note' in before) return { notes: [before.note] };
  if (after === undefined || 'note' in after) return { operations: before.count, notes: [] };
  return { operations: after.count, operationsDrift: after.count - before.count, notes: [] };
}
