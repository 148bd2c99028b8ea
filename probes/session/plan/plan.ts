import { duration as inWords } from '../../../format/quantities.ts';
import type { RecordingOptions } from '../../../format/recording.ts';
import type { Rung } from '../../../format/rungs.ts';
import type { Millis } from '../../../format/units.ts';
import type { PartName } from '../../../format/verdict.ts';
import { ProbeError } from '../../probe-error.ts';

/** What a person asks for; anything may be left out. */
export type RecordingWishes = {
  readonly [name in keyof RecordingOptions]?: RecordingOptions[name] | undefined;
} & {
  /** Default: true. */
  readonly workers?: boolean | undefined;
  /** Default: false. */
  readonly settles?: boolean | undefined;
};

/** A bounded time in which growth is proven, at the price of V8 tracking what moves, and explained by its end. */
export interface Window {
  readonly span: Millis;
  readonly opens: 'on-growth' | 'at-once';
}

/** Visits instead of captures, and what else the rung has. */
export interface VisitPlan {
  /** The heaviest that may be taken; once the recording has begun, the one that is taken. */
  readonly rung: Rung;
  readonly visits: number;
  /** From the beginning of a visit to that of the next one. */
  readonly every: Millis;
  /** How long allocations are sampled before the first one. */
  readonly sampling: Millis;
}

/** When to capture: `captures` times, with `every` of the target's running time in between. */
export interface RecordingPlan {
  readonly captures: number;
  readonly every: Millis;
  /** How long only the ledger is kept before the first of several captures. */
  readonly lead: Millis;
  /** How long the recording lasts; if nobody gave a duration, with captures it follows from them. */
  readonly duration: Millis;
  /** A duration was given: no capture begins after it, whatever the captures before took. */
  readonly isBounded: boolean;
  /** Stop early once memory is seen to grow. */
  readonly untilGrowth: boolean;
  readonly ledgerEvery: Millis;
  readonly operations?: string;
  /** What makes the target work between captures, in words; `every` is then only what that is expected to take. */
  readonly workload?: string;
  readonly force: boolean;
  /** A capture that may stop the target for longer is refused. */
  readonly longestPause?: Millis;
  /** The plan `auto`: captures come in this window alone. */
  readonly window?: Window;
  /** Visits, and what is heavier only up to its rung. */
  readonly visiting?: VisitPlan;
  /** What takes the place of captures that are refused; absent if the person wants captures or nothing. */
  readonly lighter?: RecordingPlan;
  /** Ask for pulses as well; a connection may have none. */
  readonly pulses: boolean;
  /** Sample allocations all the time; a connection may not be able to. */
  readonly sampling: boolean;
  /** Record the stack of every allocation in the last interval; a connection may not be able to. */
  readonly stacks: boolean;
  /** Ask captures for what numbers say; a connection may not be able to. */
  readonly values: boolean;
  /** Record the heaps of worker threads as well. */
  readonly workers: boolean;
  /** Go on, within bounds, until every part of memory can be judged: nobody said when to end. */
  readonly settles: boolean;
  /** What a verdict of no growth has to cover, if that is not all. */
  readonly parts?: readonly PartName[];
}

/** Three intervals: one for warm-up, two that can confirm each other. */
const defaultCaptures = 4;
const mostCapturesUntilGrowth = 12;
const defaultEvery: Millis = 30_000;
const defaultLedgerEvery: Millis = 1_000;
const shortestEvery: Millis = 100;
/** A user who asks for captures closer than this wants a short recording, not one many times as long. */
const shortestUnhurried: Millis = 1_000;
/** From this duration on, the first captures can wait. */
const longRecording: Millis = 300_000;
const shortestLead: Millis = 75_000;
const leadShare = 0.2;

/**
 * Fills in what was left out: a duration alone is spread over the captures, a duration with a spacing
 * gives their number.
 * @throws ProbeError `bad-plan`
 */
export function planRecording(wishes: RecordingWishes): RecordingPlan {
  const untilGrowth = wishes.untilGrowth ?? false;
  const lead = leadFor(wishes);
  const capturing = wishes.duration === undefined ? undefined : wishes.duration - lead;
  const captures =
    wishes.captures ??
    capturesFor(capturing, wishes.every, untilGrowth ? mostCapturesUntilGrowth : defaultCaptures);
  const every = wishes.every ?? spacingFor(capturing, captures);
  const duration = wishes.duration ?? Math.max(0, captures - 1) * every;
  const plan: RecordingPlan = {
    captures: captures > 1 ? Math.min(captures, Math.floor((duration - lead) / every) + 1) : captures,
    every,
    lead,
    duration,
    isBounded: wishes.duration !== undefined && wishes.workload === undefined,
    untilGrowth,
    ledgerEvery: wishes.ledgerEvery ?? defaultLedgerEvery,
    ...(wishes.operations === undefined ? {} : { operations: wishes.operations }),
    ...(wishes.workload === undefined ? {} : { workload: wishes.workload }),
    force: wishes.forced ?? false,
    ...(wishes.longestPause === undefined ? {} : { longestPause: wishes.longestPause }),
    pulses: wishes.pulses ?? false,
    sampling: wishes.sampling ?? true,
    stacks: wishes.stacks ?? false,
    values: wishes.values ?? false,
    workers: wishes.workers ?? true,
    settles:
      (wishes.settles ?? false) &&
      wishes.duration === undefined &&
      captures > 1 &&
      every >= shortestUnhurried,
    ...(wishes.parts === undefined ? {} : { parts: wishes.parts }),
  };
  validatePlan(plan, captures);
  return plan;
}

/**
 * A capture inflates resident memory for good and leaves free memory that hides a native leak. A recording that is
 * long enough first watches memory undisturbed.
 */
function leadFor({ duration = 0, captures }: RecordingWishes): Millis {
  if (duration < longRecording || (captures !== undefined && captures < 2)) return 0;
  return Math.max(shortestLead, Math.round(leadShare * duration));
}

function capturesFor(duration: Millis | undefined, every: Millis | undefined, fallback: number): number {
  return duration !== undefined && every !== undefined ? Math.floor(duration / every) + 1 : fallback;
}

function spacingFor(duration: Millis | undefined, captures: number): Millis {
  if (duration === undefined) return defaultEvery;
  return captures > 1 ? Math.floor(duration / (captures - 1)) : duration;
}

function validatePlan(plan: RecordingPlan, wanted: number): void {
  if (!Number.isInteger(wanted) || wanted < 0) {
    throw badPlan(`${wanted} is not a number of captures`, 'give a whole number, for example --captures 4');
  }
  if (wanted === 0 && plan.duration <= 0) {
    throw badPlan('a recording without captures needs a duration', 'give one, for example --for 10m');
  }
  if (wanted > 1 && plan.every < shortestEvery) {
    throw badPlan(
      `captures ${inWords(plan.every)} apart are too close: the shortest interval is ${inWords(shortestEvery)}`,
      'give a longer --for or --every, or fewer --captures',
    );
  }
  if (wanted > 1 && plan.captures < 2) {
    throw badPlan(
      'the recording ends before its second capture is due',
      'give an --every that is shorter than --for',
    );
  }
  if (plan.stacks && wanted < 2) {
    throw badPlan(
      'exact stacks need two captures: they are recorded between them',
      'give --captures 2 or more, or leave --stacks out',
    );
  }
  if (plan.stacks && plan.pulses) {
    throw badPlan(
      'pulses and exact stacks cannot run together: V8 counts new objects for only one of them',
      'leave out --pulses or --stacks',
    );
  }
  if (plan.ledgerEvery < shortestEvery) {
    throw badPlan(
      `memory samples every ${inWords(plan.ledgerEvery)} are too close: the shortest interval is ${inWords(shortestEvery)}`,
      'give --ledger-every 1s',
    );
  }
}

function badPlan(message: string, next: string): ProbeError {
  return new ProbeError('bad-plan', message, next);
}

/** The plan as the manifest tells it. */
export function optionsOf(plan: RecordingPlan): RecordingOptions {
  return {
    ...(plan.workload === undefined ? spacingOf(plan) : { workload: plan.workload }),
    captures: plan.captures,
    ledgerEvery: plan.ledgerEvery,
    ...(plan.untilGrowth ? { untilGrowth: true } : {}),
    ...(plan.operations === undefined ? {} : { operations: plan.operations }),
    ...(plan.force ? { forced: true } : {}),
    ...(plan.longestPause === undefined ? {} : { longestPause: plan.longestPause }),
    ...(plan.pulses ? { pulses: true } : {}),
    ...(plan.visiting === undefined ? {} : { maxRung: plan.visiting.rung }),
    ...(plan.window === undefined ? {} : { window: plan.window.span }),
    ...(plan.sampling ? {} : { sampling: false }),
    ...(plan.stacks ? { stacks: true } : {}),
    ...(plan.values ? { values: true } : {}),
    ...(plan.parts === undefined ? {} : { parts: plan.parts }),
  };
}

/** How long it takes until all is judged shows only then. */
function spacingOf({
  settles,
  duration,
  every,
}: RecordingPlan): Pick<RecordingOptions, 'duration' | 'every'> {
  return settles ? { every } : { duration, every };
}
