import type { NativeCauseKind } from '../format/native-cause.ts';
import type { SuspectKind } from '../format/suspect.ts';
import type { ProblemKind, VerdictOutcome } from '../format/verdict.ts';

/** What a `sample.mjs` says of its folder. */
export interface Sample {
  /** The folder's name. */
  readonly name: string;
  /** Which real report it is reduced from, and what leaks. */
  readonly story: string;
  /** How long a recording must be to show the leak, in the options of `heaptrail attach`. */
  readonly recording: {
    readonly captures: number;
    readonly every?: string;
    readonly for?: string;
    readonly parts?: string;
    readonly experiment?: true;
    readonly workers?: false;
  };
  /** Why it cannot leak in this way on Bun. Absent if it does. */
  readonly notOnBun?: string;
  readonly expects: {
    readonly leaky: Expectation;
    /** Absent where there is nothing to fix. */
    readonly fixed?: Expectation;
  };
}

/** What the report of one recorded run must say. */
export interface Expectation {
  readonly verdict: VerdictOutcome;
  readonly problem?: ProblemKind;
  /** The first suspect; `null` where no suspect may be named although there is growth. */
  readonly first?: {
    readonly kind: SuspectKind;
    /** Must match the holders' expressions or the path of the suspect. */
    readonly holder: RegExp;
    readonly title?: RegExp;
  } | null;
  /** Each must match the holders or the path of one of the suspects. */
  readonly also?: readonly RegExp[];
  /**
   * The entries that one operation adds to what the first suspect names. In every interval their number must be
   * `objects` times its operations, give or take `tolerance` entries: an operation that runs around a capture
   * may be counted on either side of it.
   */
  readonly perOperation?: { readonly objects: number; readonly tolerance: number };
  /** Must match the function and file of one of the two call sites that feed the first suspect most. */
  readonly allocatedBy?: RegExp;
  /** What the report must say of memory outside the JavaScript heap. */
  readonly native?: ExpectedNative;
  /** What is expected differently of a report on Bun, and why is told beside it. */
  readonly onBun?: Partial<Expectation>;
}

/** Where memory outside the heap is, why it is there, and who took it. */
export interface ExpectedNative {
  readonly cause: NativeCauseKind;
  /** Must match the name of the part that grows most. Absent if none grows. */
  readonly part?: RegExp;
  /** Must match the module, binding or function of the first owner, if somebody could see owners. */
  readonly owner?: RegExp;
}
