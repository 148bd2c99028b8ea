import type { Millis } from '../../../format/units.ts';
import { planRecording, type RecordingPlan } from '../../../probes/session/plan/plan.ts';
import { planVisits, withLighter } from '../../../probes/session/plan/visit-plan.ts';
import type { Workload } from '../../../probes/workload/workload.ts';

/** What may be done to a process. Each allows what stands before it. */
export const permissions = ['memory', 'visits', 'snapshots'] as const;
export type Permission = (typeof permissions)[number];

/** Who is recorded. */
export type Recordee = { readonly pid: number } | { readonly program: readonly string[] };

/** What makes it work: a URL that is asked, or a script or command that runs once an interval. */
export interface WorkWish {
  readonly url?: string | undefined;
  readonly requests?: number | undefined;
  readonly script?: string | undefined;
}

export interface RecordWishes {
  readonly who: Recordee;
  readonly allow: Permission;
  /** How long, if no work says when an interval is over. */
  readonly span: Millis;
  readonly captures: number;
  readonly longestPause: Millis | undefined;
  /** The name of a variable of the program that counts its operations. */
  readonly operations: string | undefined;
  /** Record what numbers say as well. */
  readonly values: boolean | undefined;
  readonly work: WorkWish | undefined;
  /** What a started program prints, or a URL that answers, once it can be given work. */
  readonly ready: string | undefined;
}

/** How far captures are apart is not known beforehand; allocations are sampled as for about this time. */
const expectedInterval: Millis = 5_000;
/** What is shorter can judge the heap alone: native memory and handles need minutes. */
const longEnoughForAll: Millis = 150_000;

export function planOf(wishes: RecordWishes, workload: Workload | undefined): RecordingPlan {
  const { allow, span, captures, longestPause, operations, values } = wishes;
  const shared = { longestPause, operations };
  if (allow === 'memory') return planRecording({ ...shared, captures: 0, duration: span });
  if (allow === 'visits')
    return planVisits(planRecording({ ...shared, captures: 0, duration: span }), { duration: span });
  const every = workload === undefined ? Math.floor(span / Math.max(1, captures - 1)) : expectedInterval;
  const heapAlone = workload !== undefined || span < longEnoughForAll;
  const plan = planRecording({
    ...shared,
    values,
    captures,
    every,
    ...(workload === undefined ? {} : { workload: workload.description }),
    ...(heapAlone ? { parts: ['heap'] } : {}),
  });
  return workload === undefined ? withLighter(plan, { every }) : plan;
}
