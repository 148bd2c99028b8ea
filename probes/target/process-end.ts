import { setTimeout as sleep } from 'node:timers/promises';
import type { Millis } from '../../format/units.ts';
import type { ProcessExit } from '../host/host.ts';
import { host } from '../host/this-host.ts';

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

export type { ProcessExit };

/** The kernel tells it of a process that ends, until its parent has asked for it: often there is no time to read it. */
function tellExit(pid: number, onExit: (exit: ProcessExit) => void): void {
  const exit = host.processes.exitOf(pid);
  if (exit !== undefined) onExit(exit);
}

export function isRunning(pid: number): boolean {
  return host.processes.isRunning(pid);
}
