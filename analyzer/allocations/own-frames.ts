import type { CallFrame } from '../../format/heap-profile.ts';
import { ownCalls } from '../../format/own-calls.ts';
import { functionKey, isProgram } from './sampled-stacks.ts';

/** The calls that an allocation is the doing of, the innermost first: those of the program and its dependencies. */
export function ownFrames(frames: readonly CallFrame[]): readonly CallFrame[] {
  return ownCalls(frames.filter(isProgram), functionKey);
}

/**
 * The function that a reader can change: the innermost one of the program itself. If only dependencies were called, the
 * innermost one of theirs. A callback without a name that the engine runs at once, as for `map` and `new Promise`, is
 * part of the function that gave it.
 */
export function siteFrame(frames: readonly CallFrame[]): CallFrame | undefined {
  const own = ownFrames(frames);
  const innermost = own.find((frame) => !isDependency(frame)) ?? own[0];
  if (innermost === undefined || innermost.functionName !== '') return innermost;
  const around = frames.slice(frames.indexOf(innermost) + 1);
  const giver = around.findIndex(({ url }) => url !== '');
  const isGiven = giver > 0 && around[giver].url === innermost.url && around[giver].functionName !== '';
  return isGiven ? around[giver] : innermost;
}

/** True for code that was installed and not written here. */
export function isDependency({ url }: Pick<CallFrame, 'url'>): boolean {
  return url.includes('/node_modules/');
}
