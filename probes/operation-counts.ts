import type { CaptureResult } from './connection.ts';

/** What an operations expression gave: a number, or words why it gave none. */
export type OperationCount = { readonly count: number } | { readonly note: string };

/** Counts on both sides of one snapshot; undefined where none was asked for or answered. */
export interface OperationCounts {
  /** The one that the runtime lets nothing come between and the snapshot, as far as it can. */
  readonly near: OperationCount | undefined;
  /** The one on the other side. */
  readonly far: OperationCount | undefined;
}

/** What the counts around a snapshot say of its capture. */
export function operationsIn({
  near,
  far,
}: OperationCounts): Pick<CaptureResult, 'operations' | 'operationsDrift' | 'notes'> {
  const known = [near, far].flatMap((count) => (count && 'count' in count ? [count.count] : []));
  const [operations, other] = known;
  if (operations === undefined) return { notes: [near, far].flatMap(noteIn).slice(0, 1) };
  return {
    operations,
    ...(other === undefined ? {} : { operationsDrift: Math.abs(operations - other) }),
    notes: [],
  };
}

function noteIn(count: OperationCount | undefined): string[] {
  return count && 'note' in count ? [count.note] : [];
}
