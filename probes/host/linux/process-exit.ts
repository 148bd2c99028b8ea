import { constants } from 'node:os';
import type { ProcessExit } from '../host.ts';

/** Field 52 of `/proc/PID/stat`, which only those may read who may signal the process. */
export function exitIn(stat: string): ProcessExit | undefined {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [state] = fields;
  const status = Number(fields[52 - 3] ?? Number.NaN);
  if (!Number.isInteger(status) || (status === 0 && state !== 'Z')) return undefined;
  const signal = status & 0x7f;
  return signal === 0 ? { code: (status >> 8) & 0xff } : { signal: signalName(signal) };
}

function signalName(number: number): string {
  const known = Object.entries(constants.signals).find(([, value]) => value === number);
  return known?.[0] ?? `signal ${number}`;
}
