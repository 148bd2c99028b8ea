import type { Protocol } from 'devtools-protocol';
import { globalScope, type WalkRoot } from '../../visits/walked.ts';
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
 * closures and globalThis, these before `this`, and what ends with its call comes last.
 */
export function rootsOfFrames(
  frames: readonly CallFrame[],
  fileOf: (scriptId: string) => string | undefined,
): FrameRoots {
  const known = new Set<string>();
  const own = frames
    .flatMap((frame) => {
      const file = fileOf(frame.location.scriptId);
      return file === undefined ? [] : [{ frame, file }];
    })
    .slice(0, mostFrames);
  const roots = own
    .flatMap(({ frame, file }) => [...scopeRoots(frame, file, known), ...thisRoot(frame, file)])
    .concat(globalRoot(own[0]?.frame))
    .sort((a, b) => a.rank - b.rank || a.root.rank - b.root.rank);
  return { roots: roots.map(({ root }) => root), values: roots.map(({ value }) => value) };
}

type RootKind = Scope['type'] | 'this' | 'timers';

/** The lower, the more a name says of where something is for good. */
const ranks: Readonly<Partial<Record<RootKind, number>>> = {
  module: 0,
  script: 0,
  closure: 1,
  this: 2,
  block: 3,
  local: 3,
  catch: 3,
  eval: 3,
  timers: 4,
};
/** What a person has written comes first. */
const ofDependency = 5;

/** How well a name in a scope of this file tells where something is. */
export function rankOf(kind: RootKind, file: string): number {
  return (ranks[kind] ?? 0) + (file.includes('/node_modules/') ? ofDependency : 0);
}

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
    return [
      {
        rank,
        root: { path, rank: rankOf(type, file), scope: rank === 0 ? key : '' },
        value: object.objectId,
      },
    ];
  });
}

/** What the program has put on globalThis: the walk leaves out what was there before. */
function globalRoot(frame: CallFrame | undefined): Root[] {
  const { objectId } = frame?.scopeChain.find(({ type }) => type === 'global')?.object ?? {};
  if (objectId === undefined) return [];
  const root = { path: [['', 'globalThis', 'object']], rank: ranks.closure!, scope: globalScope } as const;
  return [{ rank: ranks.closure!, root, value: objectId }];
}

function thisRoot({ this: self }: CallFrame, file: string): Root[] {
  if (
    self.objectId === undefined ||
    !(self.type === 'object' || self.type === 'function') ||
    self.className === 'global'
  )
    return [];
  const path = [
    ['', file, 'module'],
    ['(this)', '', 'object'],
  ] as const;
  return [{ rank: ranks.this!, root: { path, rank: rankOf('this', file) }, value: self.objectId }];
}
