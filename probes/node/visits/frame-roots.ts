import type { Protocol } from 'devtools-protocol';
import type { WalkRoot } from '../../visits/walked.ts';
import { frames as mostFrames } from './limits.ts';
import type { RemoteId } from './target-walker.ts';

type CallFrame = Protocol.Debugger.CallFrame;
type Scope = Protocol.Debugger.Scope;

/** What a walk begins with, and how each of it is called. */
export interface FrameRoots {
  readonly roots: readonly WalkRoot[];
  readonly values: readonly RemoteId[];
}

interface Root {
  readonly rank: number;
  readonly root: WalkRoot;
  readonly value: RemoteId;
}

/**
 * The roots of the program's own frames. What a variable of a module leads to is named by it, so modules come before
 * closures, these before `this`, and what ends with its call comes last.
 */
export function rootsOfFrames(
  frames: readonly CallFrame[],
  fileOf: (scriptId: string) => string | undefined,
): FrameRoots {
  const known = new Set<string>();
  const roots = frames
    .flatMap((frame) => {
      const file = fileOf(frame.location.scriptId);
      return file === undefined ? [] : [{ frame, file }];
    })
    .slice(0, mostFrames)
    .flatMap(({ frame, file }) => [...scopeRoots(frame, file, known), ...thisRoot(frame, file)])
    .sort((a, b) => a.rank - b.rank);
  return { roots: roots.map(({ root }) => root), values: roots.map(({ value }) => value) };
}

const ranks: Readonly<Partial<Record<Scope['type'], number>>> = {
  module: 0,
  script: 0,
  closure: 1,
  block: 3,
  local: 3,
  catch: 3,
  eval: 3,
};

function scopeRoots(
  { location: { scriptId }, scopeChain }: CallFrame,
  file: string,
  known: Set<string>,
): Root[] {
  return scopeChain.flatMap(({ type, object, startLocation: start }) => {
    const rank = ranks[type];
    if (rank === undefined || object.objectId === undefined) return [];
    const isWide = rank < 2;
    const key = `${type} ${scriptId} ${start?.lineNumber}:${start?.columnNumber}`;
    if (isWide && known.has(key)) return [];
    known.add(key);
    const path = [['', file, 'module']] as const;
    // Of two closures of one function, the place says nothing: only what is in a module has a name for good.
    return [{ rank, root: { path, scope: rank === 0 ? key : '' }, value: object.objectId }];
  });
}

function thisRoot({ this: self }: CallFrame, file: string): Root[] {
  if (self.objectId === undefined || self.type !== 'object' || self.className === 'global') return [];
  const path = [
    ['', file, 'module'],
    ['(this)', '', 'object'],
  ] as const;
  return [{ rank: 2, root: { path }, value: self.objectId }];
}
