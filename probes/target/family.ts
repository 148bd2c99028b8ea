import { host } from '../host/this-host.ts';
import { descendants } from './descendants.ts';
import { describeProcess, type TargetProcess } from './target-process.ts';

/**
 * The processes of one tree that run JavaScript, as they come and go. Between fork and exec a child still looks
 * like its parent, and what it becomes may be ended by a signal that the parent would take. So a process counts
 * only once it was seen twice with the same executable and arguments.
 */
export class Family {
  readonly #root: number;
  readonly #seen = new Map<string, string>();
  readonly #known = new Set<string>();

  constructor(root: number) {
    this.#root = root;
  }

  /** Whether the process at the top is still there. */
  get isAlive(): boolean {
    return startOf(this.#root) !== undefined;
  }

  /** Those that have settled since this was asked last, parents before their children. */
  arrivals(): readonly TargetProcess[] {
    return [this.#root, ...descendants(this.#root)].flatMap((pid) => {
      const start = startOf(pid);
      const identity = `${pid}:${start}`;
      if (pid === process.pid || start === undefined || this.#known.has(identity)) return [];
      const target = describeProcess(pid);
      const looks = target === undefined ? '' : [target.executable, ...target.command].join('\0');
      const settled = this.#seen.get(identity) === looks;
      this.#seen.set(identity, looks);
      if (!settled || target === undefined) return [];
      this.#known.add(identity);
      return [target];
    });
  }
}

/** Tells a process from a later one with the same pid. Undefined if it has ended. */
function startOf(pid: number): string | undefined {
  return host.processes.isRunning(pid) ? host.processes.startMarkOf(pid) : undefined;
}
