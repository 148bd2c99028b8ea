import type { LifeEnd } from '../life-end.ts';

/** What a process does to itself, by its number: V8 aborts at its heap limit, and so do failed assertions. */
const own: Readonly<Record<number, string>> = {
  4: 'SIGILL',
  5: 'SIGTRAP',
  6: 'SIGABRT',
  7: 'SIGBUS',
  8: 'SIGFPE',
  11: 'SIGSEGV',
};
const ownNames: ReadonlySet<string> = new Set(Object.values(own));
/** A shell and a container runtime give a signal as an exit code above this. */
const signalled = 128;

/** How a signal ended a process; undefined if it was asked to stop, which is no death. */
export function endOfSignal(signal: string): Pick<LifeEnd, 'how' | 'signal'> | undefined {
  if (signal === 'SIGKILL') return { how: 'killed', signal };
  return ownNames.has(signal) ? { how: 'crash', signal } : undefined;
}

/** The same by an exit code; undefined if it left by itself. */
export function endOfExitCode(code: number): Pick<LifeEnd, 'how' | 'signal'> | undefined {
  const number = code - signalled;
  const signal = number === 9 ? 'SIGKILL' : own[number];
  return signal === undefined ? undefined : endOfSignal(signal);
}
