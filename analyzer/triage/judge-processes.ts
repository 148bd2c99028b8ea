import type { MemorySample } from '../../format/memory-sample.ts';
import type { Bytes, EpochMillis } from '../../format/units.ts';
import { type Triage, triage } from './judge.ts';
import type { LifeEnd } from './life-end.ts';
import { type LivedSample, livesOf, stretchesFromStart } from './process-lives.ts';

export interface ObservedProcess {
  readonly pid?: string;
  /** What runs again under this name after a restart. */
  readonly service?: string;
  readonly readings: readonly LivedSample[];
  /** How its lives ended, where the telemetry tells. */
  readonly ends?: readonly LifeEnd[];
  /** Nothing tells the time of its readings: rates are per sample. */
  readonly timeless?: true;
}

/** One process from a start of it to the next, judged by itself. */
export interface JudgedLife {
  readonly pid?: string;
  readonly service?: string;
  /** From 1, where the process was restarted under the same name. */
  readonly life?: number;
  /** Another life of the process followed: no time is left to it. */
  readonly ended?: boolean;
  /** How this life ended, where the telemetry tells. */
  readonly end?: LifeEnd;
  readonly timeless?: true;
  readonly samples: readonly MemorySample[];
  /** When its process was started, if the samples tell. */
  readonly startedAt?: EpochMillis;
  readonly triage: Triage;
  /** Which measures its samples carry. */
  readonly known: ReadonlySet<keyof MemorySample>;
  readonly regrowth?: Regrowth;
  /** How far resident memory went above what it came back to in the end. */
  readonly swing?: Bytes;
}

/** Resident memory that grows again and again from where it began. */
export interface Regrowth {
  readonly stretches: number;
  /** The slowest of them. */
  readonly perHour: Bytes;
  readonly confidence: number;
}

/** @param limit what each process may take at most */
export function judgeProcesses(processes: readonly ObservedProcess[], limit?: Bytes): readonly JudgedLife[] {
  return processes.flatMap(({ pid, service, readings, ends = [], timeless }) => {
    const starts = new Map(readings.map(({ sample, startedAt }) => [sample, startedAt]));
    const lives = endedLives(livesOf(readings, ends), ends);
    return lives.map(({ samples, end }, i) => {
      const judged = judgeLife(samples, limit);
      const startedAt = samples.length === 0 ? undefined : starts.get(samples[samples.length - 1]);
      const isOver = i < lives.length - 1 || end !== undefined;
      return {
        ...(pid === undefined ? {} : { pid }),
        ...(service === undefined ? {} : { service }),
        samples,
        ...(startedAt === undefined ? {} : { startedAt }),
        ...(lives.length === 1 ? {} : { life: i + 1 }),
        ...(end === undefined ? {} : { end }),
        ...(timeless ? { timeless } : {}),
        ...(isOver ? ended(judged) : timeless ? withoutTimeLeft(judged) : judged),
      };
    });
  });
}

interface LifeOfLog {
  readonly samples: readonly MemorySample[];
  readonly end?: LifeEnd;
}

/** Each end with the life that was under way; an end of which no sample is known is a life by itself. */
function endedLives(
  lives: ReadonlyArray<readonly MemorySample[]>,
  ends: readonly LifeEnd[],
): readonly LifeOfLog[] {
  const all: Array<{ samples: readonly MemorySample[]; end?: LifeEnd }> = lives.map((samples) => ({
    samples,
  }));
  for (const end of ends) {
    const at = end.at ?? Number.POSITIVE_INFINITY;
    const life = all.findLast(({ samples }) => samples.length > 0 && samples[0].at <= at);
    const isOwn = life !== undefined && life.end === undefined;
    if (isOwn) life.end = end;
    else all.push({ samples: [], end });
  }
  return all.toSorted((a, b) => timeOf(a) - timeOf(b));
}

/** Equal times keep their order. */
function timeOf({ samples, end }: LifeOfLog): number {
  return samples[0]?.at ?? end?.at ?? Number.MAX_VALUE;
}

function ended(life: LifeAlone): LifeAlone & { readonly ended: true } {
  return { ...withoutTimeLeft(life), ended: true };
}

function withoutTimeLeft(life: LifeAlone): LifeAlone {
  return { ...life, triage: { ...life.triage, timeLeft: [] } };
}

type LifeAlone = Omit<
  JudgedLife,
  'pid' | 'service' | 'life' | 'ended' | 'end' | 'timeless' | 'samples' | 'startedAt'
>;

function judgeLife(samples: readonly MemorySample[], limit: Bytes | undefined): LifeAlone {
  const known = new Set(samples.flatMap((sample) => Object.keys(sample) as Array<keyof MemorySample>));
  // Telemetry counts handles without their types: none of them is the one that grew.
  const { growingResource, ...rest } = triage(samples, [], limit);
  const judged =
    growingResource === undefined || growingResource === 'handle' ? rest : { ...rest, growingResource };
  const regrowth = isSettled(judged) ? undefined : regrowthOf(samples);
  const swing = swingOf(samples, judged);
  return {
    triage: judged,
    known,
    ...(regrowth === undefined ? {} : { regrowth }),
    ...(swing === undefined ? {} : { swing }),
  };
}

function swingOf(samples: readonly MemorySample[], { trends }: Triage): Bytes | undefined {
  if (trends.rss === undefined) return undefined;
  const peak = samples.reduce((most, { rss = 0 }) => Math.max(most, rss), 0);
  return Math.max(0, peak - trends.rss.last);
}

/** Growth over everything needs no second look; a heap that was seen to be collected explains what its RSS does. */
function isSettled({ problem, trends }: Triage): boolean {
  const quiet = problem === 'none' || problem === 'working-set' || problem === 'warm-up';
  if (quiet) return trends.heapUsed?.from === 'collections';
  return problem !== 'unknown' || trends.rss?.shape === 'growing';
}

function regrowthOf(samples: readonly MemorySample[]): Regrowth | undefined {
  const stretches = stretchesFromStart(samples);
  if (stretches.length < 2) return undefined;
  // Between two falls everything rises; only what is long enough for a trend of its own counts.
  const trends = stretches.flatMap((stretch) => triage(stretch.map(onlyResident)).trends.rss ?? []);
  const judged = trends.filter(({ shape }) => shape !== 'unsure');
  if (judged.length < 2 || judged.some(({ shape }) => shape !== 'growing')) return undefined;
  return {
    stretches: judged.length,
    perHour: Math.min(...judged.map(({ perHour }) => perHour)),
    confidence: Math.min(...judged.map(({ confidence }) => confidence)),
  };
}

function onlyResident({ at, rss }: MemorySample): MemorySample {
  return rss === undefined ? { at } : { at, rss };
}
