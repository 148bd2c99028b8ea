import type { CallFrame } from '../../format/heap-profile.ts';
import { ownCalls } from '../../format/own-calls.ts';
import { functionKey, isProgram } from './sampled-stacks.ts';

/** The calls that an allocation is the doing of, the innermost first: those of the program and its dependencies. */
export function ownFrames(frames: readonly CallFrame[]): readonly CallFrame[] {
  return ownCalls(frames.filter(isProgram), functionKey);
}

/**
 * The function that a reader can change: the innermost one of the program itself. If only dependencies were called, the
 * innermost one of theirs.
 */
export function siteFrame(frames: readonly CallFrame[]): CallFrame | undefined {
  const own = ownFrames(frames);
  return own.find((frame) => !isDependency(frame)) ?? own[0];
}

/** True for code that was installed and not written here. */
export function isDependency({ url }: CallFrame): boolean {
  return url.includes('/node_modules/');
}
