import type { DeathCause } from '../../format/autopsy.ts';
import type { MemorySample } from '../../format/memory-sample.ts';
import { bytes } from '../../format/quantities.ts';
import type { Bytes, Confidence } from '../../format/units.ts';
import { causeLimits } from '../../judgement/parameters/autopsy.ts';
import type { JudgedLife } from '../triage/judge-processes.ts';
import type { EndCause, LifeEnd } from '../triage/life-end.ts';
import { type HeapAtEnd, heapAtEnd } from './heap-at-end.ts';

/** What ended a life, how sure that is, and why. */
export interface Cause {
  readonly cause: DeathCause;
  readonly confidence: Confidence;
  readonly knownBy: string;
  readonly size?: Bytes;
  readonly limit?: Bytes;
}

/** What its end says. If that is only a signal, or nothing: what its last sample was near to. */
export function causeOf(life: JudgedLife): Cause {
  const { end } = life;
  const told = end?.how ?? 'gone';
  const about = {
    ...(end?.size === undefined ? {} : { size: end.size }),
    ...(end?.limit === undefined ? {} : { limit: end.limit }),
  };
  if (told === 'kernel' && end?.counted === true && end.size === undefined) {
    const knownBy = 'the kernel counted a kill for memory in its control group at that moment';
    return { ...lastSize(life.samples), ...about, cause: 'kernel', confidence: causeLimits.counted, knownBy };
  }
  const isOpen = told === 'gone' || told === 'killed' || (told === 'crash' && end?.signal === 'SIGABRT');
  const near = isOpen ? nearLimit(life.samples, told, end) : undefined;
  if (near !== undefined) return { ...about, ...near };
  if (told === 'gone' && end?.abrupt === true && isFarFromLimits(life.samples)) {
    const knownBy = 'it left without a goodbye, far from its limits: by a signal from outside, or by a crash';
    return { ...about, cause: 'killed', confidence: causeLimits.concluded, knownBy };
  }
  if (told === 'gone')
    return { ...about, cause: 'unknown', confidence: 0, knownBy: 'nothing here tells how it ended' };
  return { ...about, cause: told, confidence: causeLimits.told, knownBy: tellers[told] };
}

const tellers: Readonly<Record<Exclude<DeathCause, 'unknown'>, string>> = {
  'heap-limit': 'V8 wrote it',
  kernel: 'the kernel wrote it',
  container: 'its supervisor wrote it',
  'restart-limit': 'its supervisor wrote it',
  crash: 'its crash was written down',
  killed: 'the signal was written down',
  exited: 'its exit code was seen',
};

/** V8 aborts and the kernel kills: each kind of end fits one limit, and an unknown one fits both. */
function nearLimit(
  samples: readonly MemorySample[],
  told: EndCause,
  end: LifeEnd | undefined,
): Cause | undefined {
  const last = samples.at(-1);
  if (last === undefined) return undefined;
  const atEnd = heapAtEnd(samples, end?.at);
  if (told !== 'killed' && atEnd !== undefined) {
    const heap = nearHeapLimit(atEnd, end?.heapLimit);
    if (heap !== undefined) return heap;
  }
  return told === 'crash' ? undefined : nearGroupLimit(last);
}

function nearHeapLimit({ last, unseen }: HeapAtEnd, oldLimit: Bytes | undefined): Cause | undefined {
  const { heapUsed, heapLimit = 0 } = last;
  const room = oldLimit ?? Math.max(heapLimit - causeLimits.youngReserve, heapLimit / 2);
  const near = causeLimits.nearHeapLimit * room;
  if (room <= 0 || (heapUsed + unseen < near && !lacksRoomForTable(last, room))) return undefined;
  const seen = `its last sample had ${bytes(heapUsed)} of a heap limit of ${bytes(oldLimit ?? heapLimit)}`;
  return {
    cause: 'heap-limit',
    confidence: causeLimits.concluded,
    knownBy: `${seen}${whatWasMissing(heapUsed, unseen, near)}`,
    size: heapUsed,
    limit: oldLimit ?? heapLimit,
  };
}

/** A full Map or array is copied into a table of twice its size, beside the old one: V8 has to find room for it at once. */
function lacksRoomForTable({ heapUsed, spaces }: HeapAtEnd['last'], room: Bytes): boolean {
  const { large_object_space: tables = 0 } = spaces ?? {};
  return heapUsed >= causeLimits.fullForTable * room && heapUsed + 2 * tables > room;
}

function whatWasMissing(heapUsed: Bytes, unseen: Bytes, near: Bytes): string {
  if (heapUsed >= near) return '';
  return heapUsed + unseen >= near
    ? `, and it gained about ${bytes(unseen)} until it ended`
    : ', too little for its largest table to grow';
}

function nearGroupLimit({ cgroupUsage, cgroupLimit }: MemorySample): Cause | undefined {
  if (cgroupUsage === undefined || cgroupLimit === undefined) return undefined;
  if (cgroupUsage < causeLimits.nearGroupLimit * cgroupLimit) return undefined;
  return {
    cause: 'kernel',
    confidence: causeLimits.concluded,
    knownBy: `its last sample had ${bytes(cgroupUsage)} of the ${bytes(cgroupLimit)} of its control group`,
    size: cgroupUsage,
    limit: cgroupLimit,
  };
}

/** Only known limits can be far. */
function isFarFromLimits(samples: readonly MemorySample[]): boolean {
  return samples.some(({ heapUsed, heapLimit }) => heapUsed !== undefined && heapLimit !== undefined);
}

function lastSize(samples: readonly MemorySample[]): { readonly size?: Bytes; readonly limit?: Bytes } {
  const last = samples.at(-1);
  const size = last?.cgroupUsage ?? last?.rss;
  return {
    ...(size === undefined ? {} : { size }),
    ...(last?.cgroupLimit === undefined ? {} : { limit: last.cgroupLimit }),
  };
}
