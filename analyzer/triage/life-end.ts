import type { Bytes, EpochMillis, Millis } from '../../format/units.ts';

/**
 * How a life of a process ended, as a log told it: the kernel or a container runtime killed it for its memory, V8 gave
 * up at its heap limit, a supervisor restarted it at a size, it crashed of something else, a signal from outside ended
 * it, it left by itself, or it is gone and nothing tells why.
 */
export type EndCause =
  | 'kernel'
  | 'container'
  | 'heap-limit'
  | 'restart-limit'
  | 'crash'
  | 'killed'
  | 'exited'
  | 'gone';

export interface LifeEnd {
  readonly how: EndCause;
  /** On the time line of the process's samples. */
  readonly at?: EpochMillis;
  readonly age?: Millis;
  /** What the process had when it ended. */
  readonly size?: Bytes;
  /** What it had to stay below. */
  readonly limit?: Bytes;
  /** The name of the program; its pid is another in each life. */
  readonly name?: string;
  /** The unit, container or program that it was, as its supervisor calls it. */
  readonly service?: string;
  /** What ended it, by its name: `SIGKILL`. */
  readonly signal?: string;
  /** If the kernel killed it: for the limit of its control group, or because the machine was full. */
  readonly scope?: 'cgroup' | 'machine';
  /** The limit of V8's old generation, if its command line gives it. */
  readonly heapLimit?: Bytes;
  /** It did not say goodbye to its inspector, as a program does that leaves by itself. */
  readonly abrupt?: true;
  /** The kernel only counted a kill in its control group at that moment. */
  readonly counted?: true;
  /** What stopped it, if that is known: `its liveness probe failed`. */
  readonly reason?: string;
}

const ofMemory: ReadonlySet<EndCause> = new Set(['kernel', 'container', 'heap-limit', 'restart-limit']);

/** Whether it was an end for want of memory. */
export function diedOfMemory({ how }: LifeEnd): boolean {
  return ofMemory.has(how);
}
