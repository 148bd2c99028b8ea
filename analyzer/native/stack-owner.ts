import type { NativeOwnerKind } from '../../format/native-owners.ts';
import type { NativePart, ScriptFunction } from '../../format/native-pages.ts';
import {
  type FrameRole,
  fileOf,
  isForeign,
  isLoop,
  makesHeap,
  roleOf,
  type StackFrame,
  scopeOf,
  withoutArguments,
} from './frame-roles.ts';

/** To whom the memory belongs that one stack touched. */
export interface StackOwner {
  readonly kind: NativeOwnerKind | 'recorder';
  readonly name: string;
  readonly module: string;
  /** The function that touched it or asked the allocator for it. */
  readonly function?: string;
  readonly entry?: string;
  readonly calledBy?: ScriptFunction;
}

/**
 * @param stack the innermost frame first
 * @param part of what the memory is, if its mapping tells
 */
export function ownerOf(stack: readonly StackFrame[], part?: NativePart): StackOwner {
  const roles = stack.map(roleOf);
  const calledBy = callerIn(stack);
  const owner = roles.includes('recorder')
    ? recorder
    : part === undefined
      ? ownerBy(stack, roles)
      : ofPart[part];
  return calledBy === undefined ? owner : { ...owner, calledBy };
}

const recorder: StackOwner = { kind: 'recorder', name: 'heaptrail', module: '' };
const script: StackOwner = {
  kind: 'script',
  name: 'JavaScript code that writes into Buffers',
  module: '',
};
/** Whatever code writes there first. */
const ofPart: Readonly<Record<NativePart, StackOwner>> = {
  wasm: { kind: 'buffers', name: 'memories of WebAssembly', module: '' },
  arrayBuffers: { kind: 'buffers', name: 'contents of ArrayBuffers that can grow', module: '' },
};
const cut: StackOwner = { kind: 'unknown', name: 'a stack that could not be followed', module: '' };

/** What is on the way through the engine, to its caller. */
const throughEngine: readonly FrameRole[] = ['engine', 'collector', 'compiler', 'buffers', 'allocator'];

function ownerBy(stack: readonly StackFrame[], roles: readonly FrameRole[]): StackOwner {
  const first = roles.findIndex((role) => role !== 'allocator' && role !== 'unknown');
  // A wrapper of a library around the allocator, and no caller of it: better than nobody.
  if (first === -1) return ofWrapper(stack, roles);
  const maker = stack.findLastIndex(makesHeap);
  const behindMaker = endOf(roles, maker + 1, throughEngine);
  if (maker !== -1 && isOwner(stack, roles, behindMaker)) return ownerAt(stack, roles, behindMaker);
  const inEngine = endOf(roles, first, throughEngine);
  const passed = new Set(roles.slice(first, inEngine));
  if (passed.has('collector')) return ofEngine(stack, first, 'garbage collector');
  if (passed.has('compiler')) return ofEngine(stack, first, 'compiler');
  if (passed.has('buffers')) return ofBuffers(stack, roles, inEngine);
  // The engine got memory on behalf of the addon or binding that called it.
  if (!passed.has('engine')) return ownerAt(stack, roles, first);
  if (isOwner(stack, roles, inEngine)) return ownerAt(stack, roles, inEngine);
  // Outside its heap, the engine writes into Buffers for the program, as `fill` and `set` do.
  const isWrite = roles[inEngine] === 'script' && !stack.slice(0, first).some(asksForMemory);
  return isWrite ? { ...script, function: functionName(stack[first]!) } : ofEngine(stack, first, 'heap');
}

function asksForMemory({ name = '' }: StackFrame): boolean {
  return /alloc|operator new|mmap/i.test(name);
}

function endOf(roles: readonly FrameRole[], from: number, among: readonly FrameRole[]): number {
  let at = from;
  while (at < roles.length && among.includes(roles[at]!)) at += 1;
  return at;
}

function isOwner(stack: readonly StackFrame[], roles: readonly FrameRole[], at: number): boolean {
  return (roles[at] === 'addon' || roles[at] === 'runtime') && !isLoop(stack[at]!);
}

function ownerAt(stack: readonly StackFrame[], roles: readonly FrameRole[], at: number): StackOwner {
  const frame = stack[at]!;
  const file = fileOf(frame.module);
  if (roles[at] === 'script') return foreignOwner(stack.slice(0, at)) ?? script;
  if (roles[at] === 'addon') {
    const entry = lastOf(stack, at, (each) => each.module === frame.module);
    return {
      kind: 'addon',
      name: addonName(frame.module),
      module: file,
      function: functionName(frame),
      ...told(entry),
    };
  }
  const binding = bindingFrom(stack, at);
  return {
    kind: 'binding',
    name: binding ?? functionName(frame),
    module: file,
    function: functionName(frame),
  };
}

/** What code of the program called in a system library; a single frame there may be the copy of bytes that the engine made. */
function foreignOwner(inner: readonly StackFrame[]): StackOwner | undefined {
  const called = inner.at(-1);
  if (inner.length < 2 || called === undefined || !inner.every(isOfSystem) || !isForeign(called))
    return undefined;
  const file = fileOf(called.module);
  return { kind: 'addon', name: file, module: file, function: functionName(called) };
}

function isOfSystem(frame: StackFrame): boolean {
  return roleOf(frame) === 'allocator';
}

/** The class or namespace of the runtime that used a library within it. */
function bindingFrom(stack: readonly StackFrame[], from: number): string | undefined {
  for (let at = from; at < stack.length && !isLoop(stack[at]!); at++) {
    const { name } = stack[at]!;
    const scope = name?.startsWith('node::') ? scopeOf(name) : undefined;
    // A function of no class says less than what it works for.
    if (scope !== undefined && scope !== 'node') return scope;
    if (roleOf(stack[at]!) === 'script') return undefined;
  }
  return undefined;
}

function ofBuffers(stack: readonly StackFrame[], roles: readonly FrameRole[], end: number): StackOwner {
  const by = isOwner(stack, roles, end) ? stack[end]! : undefined;
  return {
    kind: 'buffers',
    name: 'contents of Buffers and ArrayBuffers',
    module: by === undefined ? '' : fileOf(by.module),
    ...(by === undefined ? {} : { function: functionName(by) }),
  };
}

function ofEngine(stack: readonly StackFrame[], at: number, part: string): StackOwner {
  const frame = stack[at]!;
  return {
    kind: 'engine',
    name: `V8's ${part}`,
    module: fileOf(frame.module),
    function: functionName(frame),
  };
}

function ofWrapper(stack: readonly StackFrame[], roles: readonly FrameRole[]): StackOwner {
  const frame = stack.find(
    (each, at) =>
      roles[at] === 'allocator' && each.name !== undefined && roleOf({ ...each, name: 'x' }) !== 'allocator',
  );
  if (frame === undefined) return cut;
  const file = fileOf(frame.module);
  return { kind: 'addon', name: addonName(frame.module), module: file, function: functionName(frame) };
}

/** The file of an addon, with its package if that says more: many are called `index.node`. */
function addonName(module: string): string {
  const file = fileOf(module);
  const packaged = /^.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(module)?.[1];
  if (packaged === undefined) return file;
  const words = packaged.toLowerCase().match(/[a-z]{3,}/g) ?? [];
  return words.some((word) => file.toLowerCase().includes(word)) ? file : `${packaged}/${file}`;
}

/** The last frame of a run that begins at one. */
function lastOf(
  stack: readonly StackFrame[],
  from: number,
  belongs: (frame: StackFrame) => boolean,
): StackFrame {
  let at = from;
  while (at + 1 < stack.length && belongs(stack[at + 1]!)) at += 1;
  return stack[at]!;
}

function told(entry: StackFrame): { readonly entry?: string } {
  return entry.name === undefined ? {} : { entry: withoutArguments(entry.name) };
}

function functionName({ module, name, start = 0 }: StackFrame): string {
  return name === undefined ? `${fileOf(module)}+0x${start.toString(16)}` : withoutArguments(name);
}

/** The innermost function of the program itself: the runtime's own lead everywhere. */
function callerIn(stack: readonly StackFrame[]): ScriptFunction | undefined {
  const own = stack.find(({ script }) => script !== undefined && !script.file.startsWith('node:'));
  return own?.script;
}
