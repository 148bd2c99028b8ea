import { rankOf } from '../../node/visits/frame-roots.ts';
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
  readonly order: number;
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
    .sort((a, b) => a.order - b.order || a.root.rank - b.root.rank);
}

/** A scope that ends with its call needs no name. The target names one that outlives it. */
const endsWithCall = '';
export const unnamed = 'unnamed';

const order = { module: 0, closure: 1, this: 2, local: 3 } as const;
const withVariables: ReadonlySet<Scope['type']> = new Set(['closure', 'nestedLexical', 'catch']);

function scopeRoots(
  { location: { scriptId }, scopeChain }: CallFrame,
  file: string,
  known: Set<string>,
): Ranked[] {
  const scopes = scopeChain.filter(
    ({ type, object }) => withVariables.has(type) && object.objectId !== undefined,
  );
  return scopes.flatMap(({ object, location }, at) => {
    const objectId = object.objectId!;
    if (location !== undefined) return [rooted('local', file, { objectId }, endsWithCall)];
    if (at < scopes.length - 1) return [rooted('closure', file, { objectId }, unnamed)];
    if (known.has(scriptId)) return [];
    known.add(scriptId);
    return [rooted('module', file, { objectId, module: scriptId }, `module ${scriptId}`)];
  });
}

function rooted(
  kind: 'module' | 'closure' | 'local',
  file: string,
  found: Pick<FrameRoot, 'objectId' | 'module'>,
  scope: string,
): Ranked {
  const root = { path: [['', file, 'module']] as const, rank: rankOf(kind, file), scope };
  return { order: order[kind], root, ...found };
}

function thisRoot({ this: self }: CallFrame, file: string): Ranked[] {
  if (
    self?.objectId === undefined ||
    !(self.type === 'object' || self.type === 'function') ||
    self.className === 'JSGlobalProxy'
  )
    return [];
  const path = [
    ['', file, 'module'],
    ['(this)', '', 'object'],
  ] as const;
  return [{ order: order.this, root: { path, rank: rankOf('this', file) }, objectId: self.objectId }];
}
