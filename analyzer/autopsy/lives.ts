import type { EpochMillis, Millis } from '../../format/units.ts';
import { deathEvidenceLimits } from '../../judgement/parameters/autopsy.ts';
import { type JudgedLife, judgeProcesses, type ObservedProcess } from '../triage/judge-processes.ts';

/** One life that ended, with its number among those of its service. */
export interface EndedLife extends JudgedLife {
  /** What runs again under this name; absent if nothing names it. */
  readonly service?: string;
  /** From 1, if several lives of the service are known. */
  readonly life?: number;
}

/**
 * The lives that ended, those of one service together and in order of time. A life is over if its end is told, or if
 * another life of the same process followed; a log that stops is no death.
 */
export function endedLives(processes: readonly ObservedProcess[]): readonly EndedLife[] {
  const over = judgeProcesses(processes).filter(({ end, ended }) => end !== undefined || ended === true);
  const services = new Map<string, JudgedLife[]>();
  for (const life of over) {
    // What nothing names is the one program that a log is of.
    const key = serviceOf(life) ?? '';
    services.set(key, [...(services.get(key) ?? []), life]);
  }
  return [...services.values()].flatMap(numbered);
}

/** A container keeps its name, and a process its program: its pid is another in each life. */
export function serviceOf({ service, end, pid }: JudgedLife): string | undefined {
  const named = pid !== undefined && !/^\d+$/.test(pid) ? pid : undefined;
  return end?.service ?? service ?? named ?? end?.name;
}

function numbered(lives: readonly JudgedLife[]): readonly EndedLife[] {
  const inOrder = lives.toSorted((a, b) => (timeOf(a) ?? 0) - (timeOf(b) ?? 0));
  return inOrder.map(({ life: _, ...life }, i) => {
    const service = serviceOf(life);
    return {
      ...life,
      ...(service === undefined ? {} : { service }),
      ...(inOrder.length > 1 ? { life: i + 1 } : {}),
    };
  });
}

/** When it ended, or was seen last. */
export function timeOf({ end, samples }: JudgedLife): EpochMillis | undefined {
  return end?.at ?? samples.at(-1)?.at;
}

/** Ages and clocks since a start are no calendar. */
const calendar: EpochMillis = Date.UTC(2000, 0);

export function calendarTimeOf(life: JudgedLife): EpochMillis | undefined {
  const at = timeOf(life);
  return at !== undefined && at >= calendar ? at : undefined;
}

/** Whether its samples show enough of its life. */
export function isSeen(life: JudgedLife): boolean {
  const { samples } = life;
  const age = ageOf(life);
  return samples.length > 1 && (age === undefined || spanSeen(life) >= deathEvidenceLimits.leastSeen * age);
}

/** How long its samples last. */
export function spanSeen({ samples, timeless }: JudgedLife): Millis {
  return samples.length < 2 || timeless ? 0 : samples[samples.length - 1].at - samples[0].at;
}

/** How old it became, if that is known. */
export function ageOf(life: JudgedLife): Millis | undefined {
  const { end, startedAt, samples, timeless } = life;
  if (end?.age !== undefined) return end.age;
  const at = timeOf(life);
  if (startedAt === undefined || at === undefined || samples.length === 0 || timeless) return undefined;
  return at > startedAt ? at - startedAt : undefined;
}
