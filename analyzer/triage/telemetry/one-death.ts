import type { EpochMillis } from '../../../format/units.ts';
import { deathEvidenceLimits } from '../../../judgement/parameters/autopsy.ts';
import type { LifeEnd } from '../life-end.ts';

/** What the telemetry of one process says about its ends. */
export interface EndedProcess {
  readonly pid?: string;
  readonly service?: string;
  readonly readings: readonly unknown[];
  readonly ends?: readonly LifeEnd[];
}

/**
 * One death is often told by several: by the kernel or V8, by systemd or Docker, and by a shell. Those who only tell
 * that something ended are left out, and what they know beside it is kept: the service it was, how old it became.
 */
export function oneDeathEach<Process extends EndedProcess>(
  processes: readonly Process[],
): readonly Process[] {
  const own = processes.map((process) => ({ process, ends: [...(process.ends ?? [])] }));
  const witnesses = own.filter(({ process, ends }) => process.readings.length === 0 && ends.length > 0);
  for (const witness of witnesses) {
    const taken = new Set<LifeEnd>();
    witness.ends = witness.ends.filter((told) => {
      const known = own
        .filter((other) => other !== witness)
        .flatMap((other) => other.ends.map((end, i) => ({ other, end, i })))
        .find(({ end }) => !taken.has(end) && isSame(told, end));
      if (known === undefined) return true;
      const joined = withTold(known.end, told);
      known.other.ends[known.i] = joined;
      taken.add(joined);
      return false;
    });
  }
  return own
    .filter(({ process, ends }) => process.readings.length > 0 || ends.length > 0)
    .map(({ process, ends }) => ({ ...process, ...(process.ends === undefined ? {} : { ends }) }));
}

/** Whose word of a death says more about its cause. */
const tellers: Readonly<Record<LifeEnd['how'], readonly LifeEnd['how'][]>> = {
  container: ['kernel'],
  killed: ['kernel', 'container', 'restart-limit'],
  crash: ['heap-limit'],
  kernel: [],
  'heap-limit': [],
  'restart-limit': [],
  exited: [],
  gone: [],
};

function isSame(told: LifeEnd, end: LifeEnd): boolean {
  const saysMore =
    tellers[told.how].includes(end.how) ||
    // A crash report knows more than that there was a crash.
    (told.how === 'crash' && end.how === 'crash' && told.size === undefined && end.size !== undefined);
  if (!saysMore || (told.how === 'crash' && end.how === 'heap-limit' && told.signal === 'SIGSEGV'))
    return false;
  // Ages, counts and clocks since a start have no clock in common.
  if (!isCalendar(told.at) || !isCalendar(end.at)) return true;
  return Math.abs(told.at - end.at) <= deathEvidenceLimits.sameDeath;
}

const calendar: EpochMillis = Date.UTC(2000, 0);

function isCalendar(at: EpochMillis | undefined): at is EpochMillis {
  return at !== undefined && at >= calendar;
}

function withTold(end: LifeEnd, told: LifeEnd): LifeEnd {
  const service = end.service ?? told.service ?? told.name;
  return {
    ...told,
    ...end,
    ...(service === undefined ? {} : { service }),
  };
}

/** Ends of one process that lack a time, with those that have one: a report and V8's last words are of one death. */
export function withUnplaced(placed: readonly LifeEnd[], unplaced: readonly LifeEnd[]): readonly LifeEnd[] {
  const ends = [...placed];
  const paired = new Set<number>();
  for (const end of unplaced) {
    const i = ends.findIndex((other, k) => !paired.has(k) && k < placed.length && other.how === end.how);
    if (i < 0) ends.push(end);
    else {
      ends[i] = { ...end, ...ends[i] };
      paired.add(i);
    }
  }
  return ends;
}
