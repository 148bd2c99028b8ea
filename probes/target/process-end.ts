import { constants } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Millis } from '../../format/units.ts';
import { readProcText } from './proc-files.ts';

const endTimeout: Millis = 2_000;

/** A process that was killed closes its sockets first and frees its memory, which may be much, after that. */
export async function endsSoon(
  pid: number,
  onExit: (exit: ProcessExit) => void = () => {},
): Promise<boolean> {
  const deadline = Date.now() + endTimeout;
  tellExit(pid, onExit);
  while (isRunning(pid)) {
    if (Date.now() > deadline) return false;
    await sleep(5);
    tellExit(pid, onExit);
  }
  return true;
}

/** How a process ended. */
export interface ProcessExit {
  /** `SIGKILL`, if a signal ended it. */
  readonly signal?: string;
  readonly code?: number;
  /** It said goodbye to its inspector. */
  readonly byItself?: true;
}

/** The kernel tells it of a process that ends, until its parent has asked for it: often there is no time to read it. */
function tellExit(pid: number, onExit: (exit: ProcessExit) => void): void {
  const exit = exitIn(readProcText(`/proc/${pid}/stat`) ?? '');
  if (exit !== undefined) onExit(exit);
}

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

export function isRunning(pid: number): boolean {
  return !/^State:\s+[ZX]/m.test(readProcText(`/proc/${pid}/status`) ?? 'State: X');
}
