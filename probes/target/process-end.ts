import { setTimeout as sleep } from 'node:timers/promises';
import type { Millis } from '../../format/units.ts';
import { readProcText } from './proc-files.ts';

const endTimeout: Millis = 2_000;

/** A process that was killed closes its sockets first and frees its memory, which may be much, after that. */
export async function endsSoon(pid: number): Promise<boolean> {
  const deadline = Date.now() + endTimeout;
  while (isRunning(pid)) {
    if (Date.now() > deadline) return false;
    await sleep(5);
  }
  return true;
}

export function isRunning(pid: number): boolean {
  return !/^State:\s+[ZX]/m.test(readProcText(`/proc/${pid}/status`) ?? 'State: X');
}
