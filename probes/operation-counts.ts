import type { CaptureResult } from './connection.ts';

/** What an operations expression gave: a number, or words why it gave none. */
export type OperationCount = { readonly count: number } | { readonly note: string };

/** What an inspector answers to an operations expression, V8's and JavaScriptCore's alike. */
export interface EvaluatedOperations {
  readonly type: string;
  readonly value?: unknown;
  readonly description?: string | undefined;
  /** The words of what it threw instead. */
  readonly thrown?: string | undefined;
}

/** Never rejects: an expression that fails must not cost a capture. */
export function operationCount(reply: Promise<EvaluatedOperations>): Promise<OperationCount> {
  return reply.then(countIn, (error: Error) => ({
    note: `the operations expression got no answer: ${error.message}`,
  }));
}

function countIn({ type, value, description, thrown }: EvaluatedOperations): OperationCount {
  if (thrown !== undefined) return { note: `the operations expression threw: ${thrown.split('\n')[0]}` };
  // Big integers come as the text `12n`.
  const count = type === 'bigint' ? Number(description?.slice(0, -1)) : value;
  return typeof count === 'number' && Number.isFinite(count)
    ? { count }
    : { note: `the operations expression returned ${description ?? type}, not a number` };
}

/** Counts on both sides of one snapshot; undefined if none was asked for or answered. */
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
