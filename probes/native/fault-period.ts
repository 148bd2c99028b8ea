import { setTimeout as sleep } from 'node:timers/promises';
import type { Bytes, Millis } from '../../format/units.ts';
import { readProcText } from '../host/linux/proc-files.ts';
import { parseStat } from '../host/linux/proc-text.ts';

const measuredFor: Millis = 1_000;
/** What is copied of stacks in a second. */
const mostCopied: Bytes = 5_000_000;
/** Memory is touched in runs of powers of two; a period that shares no factor with them meets all of them alike. */
const periods = [1, 3, 5, 7, 11, 17, 23, 31, 47, 67, 97, 137, 199, 293, 401];

/** Of how many page faults one is enough, by how many there are now and what each costs. */
export async function faultPeriod(pid: number, stackCopy: Bytes): Promise<number> {
  const rate = faultRate(pid);
  await sleep(measuredFor);
  return periodFor(rate(), stackCopy);
}

export function periodFor(perSecond: number, stackCopy: Bytes): number {
  const needed = (perSecond * stackCopy) / mostCopied;
  return periods.find((period) => period >= needed) ?? periods.at(-1)!;
}

/**
 * A longer period is a perf that starts anew and reads the mappings of the process: a program that slowly gets more to do
 * has room to double before the next one.
 */
const room = 2;

/** @returns undefined if the period that is used does for so many faults */
export function longerPeriod(period: number, perSecond: number, stackCopy: Bytes): number | undefined {
  return periodFor(perSecond, stackCopy) > period ? periodFor(perSecond * room, stackCopy) : undefined;
}

/** Tells at each call how many faults there were in a second since the one before. */
export function faultRate(pid: number): () => number {
  let [before, since] = [faultsOf(pid), Date.now()];
  return () => {
    const [faults, now] = [faultsOf(pid), Date.now()];
    const perSecond = ((faults - before) * 1_000) / Math.max(1, now - since);
    [before, since] = [faults, now];
    return perSecond;
  };
}

function faultsOf(pid: number): number {
  const text = readProcText(`/proc/${pid}/stat`);
  return text === undefined ? 0 : parseStat(text).minorFaults;
}
