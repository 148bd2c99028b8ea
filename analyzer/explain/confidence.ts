import type { Interval } from '../../format/coverage.ts';
import { isRuntimeFile } from '../../format/place.ts';
import { duration } from '../../format/quantities.ts';
import type { Confidence } from '../../format/units.ts';
import { signalLimits, confidenceWeights as weights } from '../../judgement/parameters/confidence.ts';
import type { Proof } from '../../judgement/proof.ts';
import type { Details } from '../details.ts';
import { propertyNames } from '../paths/property-names.ts';
import type { Course } from './course.ts';
import { deadWeightSignal } from './ended/dead-weight.ts';
import { perEndSignal } from './ended/per-end.ts';
import {
  confidenceFrom,
  evenWeight,
  type Signal,
  signalOfFew,
  signalOfRate,
  slowingGrowth,
} from './growth-signals.ts';
import { historySignal } from './history.ts';
import type { Subject } from './subject.ts';

/** Names of neighbors that bound a container. */
const bounds = /^(#|_)?(max|maxSize|maxEntries|maxLength|limit|capacity|maxAge|maxItems|maxKeys)$/i;

export interface Judgement {
  readonly confidence: Confidence;
  readonly evidence: readonly string[];
}

/** How sure we are, added up from what was measured. */
export function judge(subject: Subject, course: Course, details: Details): Judgement {
  const { intervals } = course;
  const operations = intervals.map((interval) => interval.operations);
  const signals = [
    uniformity(subject),
    slowingSignal(subject),
    intervalsSeen(subject),
    signalOfRate(objectsPerOperation(subject, operations)),
    holderSignal(subject),
    details.add('names beside growing containers are', undefined, () => boundSignal(subject)),
    datingSignal(subject),
    countSignal(subject),
    windowSignal(subject, intervals),
    details.add('growth before the first capture is', undefined, () => historySignal(subject, course)),
    details.add('what has ended among growing entries is', undefined, () => deadWeightSignal(subject)),
    details.add('growth per ended session is', undefined, () => perEndSignal(subject, course)),
  ].flatMap((signal) => signal ?? []);
  const base: number = isSupported(subject.finding.proof) ? weights.confirmed : weights.unconfirmed;
  return {
    confidence: confidenceFrom(base, signals),
    evidence: signals.map((signal) => signal.text).filter((text) => text !== ''),
  };
}

/** Nothing but the one interval speaks against it, which weighs by itself. */
function isSupported({ reasons }: Proof): boolean {
  return reasons.every((reason) => reason === 'one-interval');
}

function uniformity(subject: Subject): Signal {
  const { counts, bytes } = subject.survivors;
  const counted = subject.objectsPerInterval > 0;
  const [old, ...perInterval] = counted ? counts : bytes;
  const unit = counted ? '' : ' bytes';
  const list = perInterval.map((n) => Math.round(n).toLocaleString('en-US')).join(' / ');
  const before =
    subject.finding.shape === 'slot'
      ? ''
      : ` (before the first capture: ${Math.round(old).toLocaleString('en-US')})`;
  const what = subject.finding.shape === 'slot' ? 'growth of the value per interval' : 'survivors by birth';
  return { weight: evenWeight(perInterval), text: `${what}: ${list}${unit}${before}` };
}

function slowingSignal({ finding }: Subject): Signal | undefined {
  const { reasons } = finding.proof;
  if (reasons.includes('one-step')) {
    return {
      weight: 0,
      text: 'its table grew only once: a table that fills up and then stays full does this too',
    };
  }
  return reasons.includes('slowing') ? slowingGrowth : undefined;
}

function intervalsSeen(subject: Subject): Signal {
  const intervals = subject.heap.intervals - 1;
  if (intervals >= signalLimits.enoughIntervals) return { weight: weights.threeIntervals, text: '' };
  if (intervals === 2) return { weight: 0, text: 'only two intervals were seen' };
  return { weight: weights.oneInterval, text: 'only one interval was seen: objects in flight look the same' };
}

function datingSignal({ heap }: Subject): Signal | undefined {
  if (!heap.datedByPaths) return undefined;
  return {
    weight: weights.matchedByPath,
    text: 'matched by its path: the object ids of these captures do not match',
  };
}

function countSignal({ finding }: Subject): Signal | undefined {
  if (finding.shape === 'pile' || !finding.table?.isCounted) return undefined;
  return { weight: weights.countedOnly, text: '' };
}

/** A few entries may all be waiting for their time to live to end. */
function windowSignal(subject: Subject, intervals: readonly Interval[]): Signal | undefined {
  if (subject.objectsPerInterval === 0) return undefined;
  const gained = subject.survivors.counts.slice(1).reduce((sum, each) => sum + each, 0);
  const durations = intervals.flatMap((interval) => interval.duration ?? []);
  const window = durations.reduce((sum, each) => sum + each, 0);
  const isTimed = intervals.length > 0 && durations.length === intervals.length;
  if (isTimed && window >= signalLimits.longerThanMostLives) return undefined;
  return signalOfFew(gained, isTimed ? ` in ${duration(window)}` : '');
}

/** Objects that survive per operation over all intervals after the first; undefined without counted operations. */
export function objectsPerOperation(
  subject: Subject,
  operations: readonly (number | undefined)[],
): number | undefined {
  if (subject.objectsPerInterval === 0) return undefined;
  let counted = 0;
  for (const count of operations) {
    if (count === undefined) return undefined;
    counted += count;
  }
  if (counted <= 0) return undefined;
  const survivors = subject.survivors.counts.slice(1).reduce((sum, count) => sum + count, 0);
  return survivors / counted;
}

function holderSignal(subject: Subject): Signal | undefined {
  if (subject.holder === undefined) return { weight: weights.heldByRoots, text: 'held only by GC roots' };
  const inModule = subject.holderPath.some((step) => step.kind === 'module' && !isRuntimeFile(step.name));
  return inModule ? { weight: weights.inModule, text: '' } : undefined;
}

function boundSignal({ heap, holder, finding }: Subject): Signal | undefined {
  if (holder === undefined || finding.shape === 'slot') return undefined;
  for (const owner of [holder, heap.tree.idom[holder]]) {
    for (const property of propertyNames(heap.graph, owner)) {
      if (!bounds.test(property)) continue;
      return {
        weight: weights.boundBeside,
        text: `\`${property}\` is next to it: it may be a bounded container that is still filling`,
      };
    }
  }
  return undefined;
}
