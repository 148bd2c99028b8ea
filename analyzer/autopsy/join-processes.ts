import type { EpochMillis, Millis } from '../../format/units.ts';
import type { ObservedProcess } from '../triage/judge-processes.ts';
import type { LifeEnd } from '../triage/life-end.ts';
import type { LivedSample } from '../triage/process-lives.ts';
import { oneDeathEach } from '../triage/telemetry/one-death.ts';

/** Two tellers of one death are this far apart at most: a watch notices it at its next look. */
const soon: Millis = 60_000;
const calendar: EpochMillis = Date.UTC(2000, 0);

/** What logs, recordings and a watch know of one process, as one process: by its pid. Each death is told once. */
export function joinProcesses(processes: readonly ObservedProcess[]): readonly ObservedProcess[] {
  const known = new Map<string, ObservedProcess[]>();
  for (const process of processes) {
    const key = process.pid ?? '';
    known.set(key, joinedWith(process, known.get(key) ?? []));
  }
  return oneDeathEach([...known.values()].flat());
}

/** What could not be joined before may be once a third one tells when the process started. */
function joinedWith(process: ObservedProcess, others: readonly ObservedProcess[]): ObservedProcess[] {
  let joined = process;
  let apart = others;
  for (;;) {
    const fitting = apart.find((other) => together(other, joined) !== undefined);
    if (fitting === undefined) return [...apart, joined];
    joined = together(fitting, joined)!;
    apart = apart.filter((other) => other !== fitting);
  }
}

/** Undefined if their samples have no clock in common. */
function together(a: ObservedProcess, b: ObservedProcess): ObservedProcess | undefined {
  if (a.timeless || b.timeless) return undefined;
  const start =
    [...a.readings, ...b.readings].find(({ startedAt = 0 }) => startedAt >= calendar)?.startedAt ??
    (isAged(a) ? startBy(a, b) : startBy(b, a));
  if (isAged(a) && isAged(b) && start === undefined) return ofOneAge(a, b);
  const [first, second] = [onCalendar(a.readings, start), onCalendar(b.readings, start)];
  if (first === undefined || second === undefined) return undefined;
  const ends = strongest([...(a.ends ?? []), ...(b.ends ?? [])], first.length + second.length > 0);
  return asOne(a, b, { readings: [...first, ...second], ends });
}

/** When a process started, by its age at its end and the time of the same end elsewhere. */
function startBy(
  { ends: aged = [] }: ObservedProcess,
  { ends = [] }: ObservedProcess,
): EpochMillis | undefined {
  const [own, told] = [aged.at(-1), ends.at(-1)];
  if (own?.at === undefined || told?.at === undefined || own.how !== told.how) return undefined;
  return own.at < calendar && told.at >= calendar ? told.at - own.at : undefined;
}

function asOne(
  { pid, service: known }: ObservedProcess,
  { service = known }: ObservedProcess,
  { readings, ends }: { readonly readings: readonly LivedSample[]; readonly ends: readonly LifeEnd[] },
): ObservedProcess {
  return {
    ...(pid === undefined ? {} : { pid }),
    ...(service === undefined ? {} : { service }),
    readings: readings.toSorted((one, other) => one.sample.at - other.sample.at),
    ...(ends.length === 0 ? {} : { ends }),
  };
}

function isAged({ readings, ends = [] }: ObservedProcess): boolean {
  return readings.length > 0
    ? readings.every(({ sample }) => sample.at < calendar)
    : ends.length > 0 && ends.every(({ at = 0 }) => at < calendar);
}

/** Two ends at one age are one: V8 rounds its own in its trace and in its last words alike. */
const sameAge: Millis = 1_000;

/** Standard output and errors of one life have one clock; two lives begin theirs anew. */
function ofOneAge(a: ObservedProcess, b: ObservedProcess): ObservedProcess {
  const [ends, more] = [a.ends ?? [], b.ends ?? []];
  const isOneLife =
    ends.length === 0 ||
    more.length === 0 ||
    (ends.length === more.length &&
      ends.every(({ at = 0 }, i) => Math.abs(at - (more[i].at ?? 0)) <= sameAge));
  if (isOneLife) {
    const readings = [...new Map([...a.readings, ...b.readings].map((one) => [one.sample.at, one])).values()];
    return asOne(a, b, { readings, ends: ends.length === 0 ? more : ends });
  }
  const shift =
    Math.max(...[...a.readings.map(({ sample }) => sample.at), ...ends.map(({ at = 0 }) => at)]) + 1;
  return asOne(a, b, {
    readings: [...a.readings, ...b.readings.map((one) => later(one, shift))],
    ends: [...ends, ...more.map(({ at = 0, ...end }) => ({ ...end, at: at + shift }))],
  });
}

function later({ sample, startedAt }: LivedSample, shift: Millis): LivedSample {
  const moved = { ...sample, at: sample.at + shift };
  return startedAt === undefined ? { sample: moved } : { sample: moved, startedAt: startedAt + shift };
}

/** Ages become times if the start of the process is known. */
function onCalendar(
  readings: readonly LivedSample[],
  start: EpochMillis | undefined,
): readonly LivedSample[] | undefined {
  if (readings.every(({ sample }) => sample.at >= calendar)) return readings;
  if (start === undefined) return undefined;
  return readings.map(({ sample }) => ({ sample: { ...sample, at: sample.at + start }, startedAt: start }));
}

const strength: Readonly<Record<LifeEnd['how'], number>> = {
  kernel: 3,
  'heap-limit': 3,
  'restart-limit': 3,
  container: 2,
  crash: 2,
  killed: 1,
  exited: 1,
  gone: 0,
};

/** One end for each death: who knows the cause counts, and what others know beside it is kept. */
function strongest(ends: readonly LifeEnd[], onOneCalendar: boolean): readonly LifeEnd[] {
  const kept: LifeEnd[] = [];
  for (const raw of ends.toSorted((a, b) => strength[b.how] - strength[a.how])) {
    const end = onOneCalendar ? withoutOtherClock(raw) : raw;
    const i = kept.findIndex((other) => isSame(other, end));
    if (i < 0) kept.push(end);
    else kept[i] = { ...end, ...kept[i] };
  }
  return kept;
}

function isSame(a: LifeEnd, b: LifeEnd): boolean {
  return a.at === undefined || b.at === undefined || Math.abs(a.at - b.at) <= soon;
}

/** The kernel's own clock counts from the start of the machine. */
function withoutOtherClock({ at, ...end }: LifeEnd): LifeEnd {
  return at !== undefined && at >= calendar ? { ...end, at } : end;
}
