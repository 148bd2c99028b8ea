import { frames as mostFrames } from '../../node/visits/limits.ts';
import type { WalkRoot } from '../../visits/walked.ts';
import type { CallFrame, Scope } from '../jsc-protocol.ts';

/** Something that a walk begins with. */
export interface FrameRoot {
  readonly root: WalkRoot;
  readonly objectId: string;
  /** The script whose module it is the scope of. */
  readonly module?: string;
}

interface Ranked extends FrameRoot {
  readonly rank: number;
}

/**
 * The roots of the program's own frames. What a variable of a module leads to is named by it, so modules come before
 * closures, these before `this`, and what ends with its call comes last.
 */
export function rootsOfFrames(
  frames: readonly CallFrame[],
  fileOf: (scriptId: string) => string | undefined,
): readonly FrameRoot[] {
  const known = new Set<string>();
  return frames
    .flatMap((frame) => {
      const file = fileOf(frame.location.scriptId);
      return file === undefined ? [] : [{ frame, file }];
    })
    .slice(0, mostFrames)
    .flatMap(({ frame, file }) => [...scopeRoots(frame, file, known), ...thisRoot(frame, file)])
    .sort((a, b) => a.rank - b.rank);
}

/** A scope that ends with its call needs no name. The target names one that outlives it. */
const endsWithCall = '';
export const unnamed = 'unnamed';
const ranks = { module: 0, closure: 1, self: 2, local: 3 };
const withVariables: ReadonlySet<Scope['type']> = new Set(['closure', 'nestedLexical', 'catch']);

function scopeRoots(
  { location: { scriptId }, scopeChain }: CallFrame,
  file: string,
  known: Set<string>,
): Ranked[] {
  const scopes = scopeChain.filter(
    ({ type, object }) => withVariables.has(type) && object.objectId !== undefined,
  );
  const path = [['', file, 'module']] as const;
  return scopes.flatMap(({ object, location }, at) => {
    const objectId = object.objectId!;
    if (location !== undefined) return [{ rank: ranks.local, root: { path, scope: endsWithCall }, objectId }];
    if (at < scopes.length - 1) return [{ rank: ranks.closure, root: { path, scope: unnamed }, objectId }];
    if (known.has(scriptId)) return [];
    known.add(scriptId);
    return [{ rank: ranks.module, root: { path, scope: `module ${scriptId}` }, objectId, module: scriptId }];
  });
}

function thisRoot({ this: self }: CallFrame, file: string): Ranked[] {
  if (self?.objectId === undefined || self.type !== 'object' || self.className === 'JSGlobalProxy') return [];
  const path = [
    ['', file, 'module'],
    ['(this)', '', 'object'],
  ] as const;
  return [{ rank: ranks.self, root: { path }, objectId: self.objectId }];
}
