import { buildLimits as limits } from './parameters/builds.ts';
import { studentT } from './student-t.ts';

/**
 * What each operation leaves behind: objects and bytes that were born in an interval and outlive the next ones, and by how
 * much the whole heap grows, which also counts values that are replaced by larger ones.
 */
export const buildMeasures = ['objects', 'bytes', 'heap'] as const;
export type BuildMeasure = (typeof buildMeasures)[number];

/** One number for each round of either build: what its process left behind per operation. */
export interface BuildRounds {
  readonly measure: BuildMeasure;
  readonly base: readonly number[];
  readonly head: readonly number[];
  /** Of one interval: what the engine leaves in each counts less, the more operations there are. */
  readonly operations: number;
  /** Births could not be told: nothing finer stands beside the heap. */
  readonly isAlone?: boolean;
}

/** A mean over rounds, with the interval in which the true one lies in 95 of 100 comparisons. */
export interface RoundMean {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/**
 * `worse`: the head surely leaves more. `better`: surely less. `same`: more than the tolerance is ruled out.
 * `unclear`: more rounds may tell.
 */
export type BuildState = 'worse' | 'better' | 'same' | 'unclear';

export interface BuildProof {
  readonly measure: BuildMeasure;
  readonly state: BuildState;
  readonly base: RoundMean;
  readonly head: RoundMean;
  /** Head less base. */
  readonly difference: RoundMean;
  /** What it stands on: one number for each process, in their order. */
  readonly rounds: Pick<BuildRounds, 'base' | 'head'>;
}

/** Whether a later build of a program leaves more behind than an earlier one, by one measure. Pure. */
export function proveBuilds(rounds: BuildRounds): BuildProof {
  const { measure, base, head } = rounds;
  return {
    measure,
    state: stateOf(rounds),
    base: meanOf(base),
    head: meanOf(head),
    difference: differenceOf(base, head, told),
    rounds: { base, head },
  };
}

/** The chance on either side of what is told: 95 % lie between. */
const told = 0.025;

function stateOf({ measure, base, head, operations, isAlone }: BuildRounds): BuildState {
  const looks = Math.min(base.length, head.length);
  if (looks < limits.fewestRounds) return 'unclear';
  const before = Math.max(0, mean(base));
  const smallest = Math.max(limits.sureShare * before, fewest[measure] / operations);
  const sure = differenceOf(base, head, atLook(limits.falseAlarm, looks));
  if (sure.low > smallest) return 'worse';
  const [tolerance, alikeness] = isAlone
    ? [limits.toleranceAlone, limits.alikeHeapAlone]
    : [limits.tolerance, alikeAt[measure]];
  const alike = Math.max(tolerance * before, alikeness / operations);
  const ruledOut = differenceOf(base, head, atLook(limits.missed, looks));
  if (sure.high < -smallest) return 'better';
  return ruledOut.high < alike ? 'same' : 'unclear';
}

const fewest: Readonly<Record<BuildMeasure, number>> = {
  objects: limits.fewestObjects,
  bytes: limits.fewestBytes,
  heap: limits.fewestHeap,
};

const alikeAt: Readonly<Record<BuildMeasure, number>> = {
  objects: limits.alikeObjects,
  bytes: limits.alikeBytes,
  heap: limits.alikeHeap,
};

/** What is looked at after each round may err at each: 1/(n(n - 1)) of the chance for the look after n rounds is all of it in the end. */
function atLook(chance: number, looks: number): number {
  return chance / (looks * (looks - 1));
}

function meanOf(values: readonly number[]): RoundMean {
  const value = mean(values);
  if (values.length < 2) return { value, low: value, high: value };
  const half = studentT(told, values.length - 1) * Math.sqrt(variance(values) / values.length);
  return { value, low: value - half, high: value + half };
}

/** By Welch: neither build is taken to vary as the other does. */
function differenceOf(base: readonly number[], head: readonly number[], beyond: number): RoundMean {
  const value = mean(head) - mean(base);
  const [a, b] = [base, head].map((values) => ({
    error: variance(values) / values.length,
    freedom: values.length - 1,
  }));
  const error = a.error + b.error;
  if (error === 0) return { value, low: value, high: value };
  const freedom = error ** 2 / (a.error ** 2 / a.freedom + b.error ** 2 / b.freedom);
  const half = studentT(beyond, Math.max(1, Math.floor(freedom + rounding))) * Math.sqrt(error);
  return { value, low: value - half, high: value + half };
}

/** Of what is whole by mathematics. */
const rounding = 1e-9;

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function variance(values: readonly number[]): number {
  if (values.length < 2) return 0;
  const middle = mean(values);
  return values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / (values.length - 1);
}

/** All measures together: worse if one is, and the same only if no more can be said of any. */
export function stateOfAll(proofs: readonly BuildProof[]): BuildState {
  const states = proofs.map(({ state }) => state);
  const first = (['worse', 'unclear', 'better'] as const).find((state) => states.includes(state));
  return first ?? 'same';
}
