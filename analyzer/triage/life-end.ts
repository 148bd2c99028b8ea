import type { Bytes, EpochMillis, Millis } from '../../format/units.ts';

/**
 * How a life of a process ended, as a log told it: the kernel or a container runtime killed it for its memory, V8 gave
 * up at its heap limit, a supervisor restarted it at a size, or it crashed of something else.
 */
export type EndCause = 'kernel' | 'container' | 'heap-limit' | 'restart-limit' | 'crash';

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
}

/** Every cause but a crash is an end for want of memory. */
export function diedOfMemory({ how }: LifeEnd): boolean {
  return how !== 'crash';
}
