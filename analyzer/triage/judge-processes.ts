import type { MemorySample } from '../../format/memory-sample.ts';
import type { Bytes } from '../../format/units.ts';
import { type Triage, triage } from './judge.ts';
import { type LivedSample, livesOf, stretchesFromStart } from './process-lives.ts';

export interface ObservedProcess {
  readonly pid?: string;
  readonly readings: readonly LivedSample[];
}

/** One process from a start of it to the next, judged by itself. */
export interface JudgedLife {
  readonly pid?: string;
  /** From 1, where the process was restarted under the same name. */
  readonly life?: number;
  /** Another life of the process followed: no time is left to it. */
  readonly ended?: boolean;
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
  return processes.flatMap(({ pid, readings }) => {
    const lives = livesOf(readings);
    return lives.map((samples, i) => ({
      ...(pid === undefined ? {} : { pid }),
      ...(lives.length === 1 ? {} : { life: i + 1 }),
      ...(i < lives.length - 1 ? ended(judgeLife(samples, limit)) : judgeLife(samples, limit)),
    }));
  });
}

function ended(life: LifeAlone): LifeAlone & { readonly ended: true } {
  return { ...life, ended: true, triage: { ...life.triage, timeLeft: [] } };
}

type LifeAlone = Omit<JudgedLife, 'pid' | 'life' | 'ended'>;

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
