import { mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Bytes } from '../format/units.ts';
import { parseMemoryCgroup } from '../probes/host/linux/proc-text.ts';

/** A real control group below our own, with a limit to its memory. Nothing may be left in it when it is removed. */
export class MemoryGroup {
  /** A process that writes its pid there is in it, with all that it takes from then on. */
  readonly members: string;
  /** What all in it use, as a number of bytes. */
  readonly usage: string;
  readonly #folder: string;

  private constructor(folder: string, usage: string) {
    this.#folder = folder;
    this.usage = path.join(folder, usage);
    this.members = path.join(folder, 'cgroup.procs');
  }

  /** Undefined if this machine does not let us make one. */
  static make(limit: Bytes): MemoryGroup | undefined {
    const own = parseMemoryCgroup(readFileSync('/proc/self/cgroup', 'utf8'));
    if (own === undefined) return undefined;
    const root = own.version === 1 ? '/sys/fs/cgroup/memory' : '/sys/fs/cgroup';
    const folder = path.join(root, own.path, `heaptrail-test-${process.pid}`);
    try {
      mkdirSync(folder);
    } catch {
      return undefined;
    }
    try {
      writeFileSync(
        path.join(folder, own.version === 1 ? 'memory.limit_in_bytes' : 'memory.max'),
        String(limit),
      );
    } catch {
      rmdirSync(folder);
      return undefined;
    }
    return new MemoryGroup(folder, own.version === 1 ? 'memory.usage_in_bytes' : 'memory.current');
  }

  remove(): void {
    rmdirSync(this.#folder);
  }

  /** Who was killed is in it for a moment. */
  async removeWhenEmpty(): Promise<void> {
    while (readFileSync(this.members, 'utf8') !== '') await sleep(20);
    this.remove();
  }
}
