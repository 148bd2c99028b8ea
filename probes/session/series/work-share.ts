import type { Millis } from '../../../format/units.ts';
import { host } from '../../host/this-host.ts';

/** What a process worked since it was asked before. */
export interface Work {
  readonly time: Millis;
  /** In processor cores. */
  readonly share: number;
}

/** Tells at each call how much a process worked since the one before; undefined where the system does not tell it. */
export function workOf(pid: number | undefined): () => Work | undefined {
  let before = cpuOf(pid);
  let since = performance.now();
  return () => {
    const [cpu, now] = [cpuOf(pid), performance.now()];
    const work =
      cpu === undefined || before === undefined
        ? undefined
        : { time: cpu - before, share: (cpu - before) / Math.max(1, now - since) };
    [before, since] = [cpu, now];
    return work;
  };
}

function cpuOf(pid: number | undefined): Millis | undefined {
  return pid === undefined ? undefined : host.memory.usageOf(pid).cpu;
}
