import { setTimeout as sleep } from 'node:timers/promises';
import type { Bytes, Millis } from '../../format/units.ts';
import { readProcText } from '../target/proc-files.ts';
import { parseStat } from '../target/proc-text.ts';

const measuredFor: Millis = 1_000;
/** What is copied of stacks in a second. */
const mostCopied: Bytes = 5_000_000;
/** Memory is touched in runs of powers of two; a period that shares no factor with them meets all of them alike. */
const periods = [1, 3, 5, 7, 11, 17, 23, 31, 47, 67, 97, 137, 199, 293, 401];

/** Of how many page faults one is enough, by how many there are now and what each costs. */
export async function faultPeriod(pid: number, stackCopy: Bytes): Promise<number> {
  const [before, begun] = [faultsOf(pid), Date.now()];
  await sleep(measuredFor);
  const perSecond = ((faultsOf(pid) - before) * 1_000) / (Date.now() - begun);
  return periodFor(perSecond, stackCopy);
}

export function periodFor(perSecond: number, stackCopy: Bytes): number {
  const needed = (perSecond * stackCopy) / mostCopied;
  return periods.find((period) => period >= needed) ?? periods.at(-1)!;
}

function faultsOf(pid: number): number {
  const text = readProcText(`/proc/${pid}/stat`);
  return text === undefined ? 0 : parseStat(text).minorFaults;
}
