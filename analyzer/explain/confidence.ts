import type { Confidence } from '../../format/report.ts';
import { propertyNames } from './property-names.ts';
import type { Subject } from './subject.ts';

/** Names of neighbours that bound a container. */
const bounds = /^(#|_)?(max|maxSize|maxEntries|maxLength|limit|capacity|maxAge|maxItems|maxKeys)$/i;

/** Signals for and against a suspect, each with what it weighs and how it is told. */
interface Signal {
  readonly weight: number;
  readonly text: string;
}

export interface Judgement {
  readonly confidence: Confidence;
  readonly evidence: readonly string[];
}

/** How sure we are, added up from what was measured. */
export function judge(subject: Subject, operations: readonly (number | undefined)[]): Judgement {
  const signals = [
    uniformity(subject),
    slowingSignal(subject),
    intervalsSeen(subject),
    rateSignal(subject, operations),
    holderSignal(subject),
    boundSignal(subject),
    datingSignal(subject),
  ].flatMap((signal) => signal ?? []);
  const base = subject.finding.confirmed ? 0.6 : 0.25;
  const sum = signals.reduce((total, signal) => total + signal.weight, base);
  return {
    confidence: Math.round(Math.min(0.99, Math.max(0.05, sum)) * 100) / 100,
    evidence: signals.map((signal) => signal.text).filter((text) => text !== ''),
  };
}

function uniformity(subject: Subject): Signal {
  const { counts, bytes } = subject.survivors;
  const counted = subject.objectsPerInterval > 0;
  const perInterval = (counted ? counts : bytes).slice(1);
  const ratio = Math.min(...perInterval) / Math.max(...perInterval, 1);
  const unit = counted ? '' : ' bytes';
  const list = perInterval.map((n) => Math.round(n).toLocaleString('en-US')).join(' / ');
  const what = subject.finding.shape === 'slot' ? 'growth of the value per interval' : 'survivors by birth';
  return { weight: 0.2 * ratio, text: `${what}: ${list}${unit}` };
}

function slowingSignal({ finding }: Subject): Signal | undefined {
  if (!finding.slowing) return undefined;
  if (finding.shape === 'slot' && finding.table?.isOneStep) {
    return {
      weight: 0,
      text: 'its store became larger only once: a table that fills and then stays does that too',
    };
  }
  return {
    weight: 0,
    text: 'it gains less in each interval: what fills up and then stays looks like this too',
  };
}

function intervalsSeen(subject: Subject): Signal {
  const intervals = subject.heap.intervals - 1;
  if (intervals >= 3) return { weight: 0.1, text: '' };
  if (intervals === 2) return { weight: 0, text: 'only two intervals were seen' };
  return { weight: -0.3, text: 'only one interval was seen: objects in flight look the same' };
}

function datingSignal({ heap }: Subject): Signal | undefined {
  if (!heap.datedByPaths) return undefined;
  return { weight: -0.2, text: 'matched by its path: the ids of these captures name different objects' };
}

/** Whole numbers of objects per operation come from code, not from chance. */
function rateSignal(subject: Subject, operations: readonly (number | undefined)[]): Signal | undefined {
  const perOperation = objectsPerOperation(subject, operations);
  if (perOperation === undefined || perOperation === 0) return undefined;
  const whole = Math.round(perOperation);
  if (whole >= 1 && Math.abs(perOperation - whole) <= 0.02) {
    return { weight: 0.08, text: `exactly ${whole} per operation` };
  }
  return { weight: 0, text: `${perOperation.toPrecision(3)} per operation` };
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
  if (subject.holder === undefined) return { weight: -0.1, text: 'held only by roots of the engine' };
  const inModule = subject.holderPath.some(
    (step) => step.kind === 'module' && !step.name.startsWith('node:'),
  );
  return inModule ? { weight: 0.05, text: '' } : undefined;
}

function boundSignal({ heap, holder, finding }: Subject): Signal | undefined {
  if (holder === undefined || finding.shape === 'slot') return undefined;
  for (const owner of [holder, heap.tree.idom[holder]]) {
    for (const property of propertyNames(heap.graph, owner)) {
      if (!bounds.test(property)) continue;
      return {
        weight: -0.2,
        text: `\`${property}\` stands next to it: it may be a bounded container that still fills`,
      };
    }
  }
  return undefined;
}
