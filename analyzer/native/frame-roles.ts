import { type NativeFrame, scriptModule } from '../../format/native-pages.ts';

/** What a frame on the way to new memory says of its owner. */
export type FrameRole =
  /** Gets memory for others: the C library, an allocator, a wrapper around one. */
  | 'allocator'
  /** Makes the contents of Buffers and ArrayBuffers. */
  | 'buffers'
  /** Code of the program, or what the engine made of it. */
  | 'script'
  | 'collector'
  | 'compiler'
  /** The engine on behalf of its caller. */
  | 'engine'
  /** The inspector and its snapshots. */
  | 'recorder'
  /** A part of the runtime, or a library that it contains. */
  | 'runtime'
  | 'addon'
  | 'unknown';

const systemLibraries =
  /^(?:ld-linux|ld-musl|lib(?:c|stdc\+\+|pthread|m|gcc_s|c\+\+|c\+\+abi|jemalloc|mimalloc|tcmalloc|rt|dl)[-.])/;
const runtimes = /^(?:node|nodejs|bun|bun-profile|libnode\.so.*)$/;

const recorders =
  /^(?:v8_inspector::|node::inspector::|v8::(?:internal::)?(?:HeapSnapshot|HeapProfiler|SamplingHeapProfiler|HeapObjectsMap|V8HeapExplorer|NativeObjectsExplorer|OutputStreamWriter|AllocationTracker))/;
const buffers =
  /(?:ArrayBufferAllocator|::BackingStore|AllocateExternalBackingStore|v8::ArrayBuffer|v8::SharedArrayBuffer|ConstructBuffer|Builtin_(?:Shared)?ArrayBuffer)/;
const collectors =
  /^(?:v8::internal::(?:Heap::(?:\w*Collect|Scavenge|Mark|Perform|Start)|\w*(?:Scaveng|MarkCompact|Marking|Evacuat|Sweep|GarbageCollect|ConcurrentMark|MinorGC|YoungGen)|GlobalHandles::(?:Process|Iterate|Invoke)|Weak)|heap::base::|cppgc::)/;
const compilers =
  /^v8::internal::(?:compiler|maglev|baseline|interpreter|wasm|parsing|Compiler|Optimized|Parser|PreParser|AstValue|Zone|AccountingAllocator|RegExp|Deserializer|ObjectDeserializer|CodeSerializer)/;
/** Makes a whole new heap or global object: what fills it works for the code that asked for that. */
const heapMakers =
  /^v8::(?:internal::)?(?:Isolate::(?:New|Init|Initialize)|Snapshot::\w+|Context::(?:New|FromSnapshot)|NewContext|Bootstrapper::\w+)\b/;
const engines = /^(?:v8::|Builtin_|Builtins_|unibrow::|v8_)/;
const allocators =
  /^(?:operator new|std::|__gnu_cxx::|void\* std::|mmap|mremap|brk|sbrk|mem(?:set|cpy|move)|str(?:n?dup|n?cpy))|^_?_?\w*(?:malloc|calloc|realloc)\w*$/i;
/** Texts and buffers that the runtime makes for whatever calls it. */
const values =
  /^node::(?:Utf8Value|TwoByteValue|BufferValue|MaybeStackBuffer|StringBytes|MakeUtf8String|Malloc|Realloc|Calloc|Unchecked\w+)\b/;
/** A wrapper of a library around an allocator. */
const wrappers = /(?:alloc|Alloc)\w*$/;
/** The runtime's loops and entries, below which nobody is an owner. */
const loops =
  /^(?:uv_run|uv__run_\w+|uv__io_poll|uv__work_done|uv__async_io|uv__thread_start|_?start|__libc_start_main|start_thread|main|worker|node::(?:Start|SpinEventLoop\w*|NodeMainInstance|MakeCallback|InternalMakeCallback|InternalCallbackScope|AsyncWrap::MakeCallback|CallbackScope|Environment::Run\w*|ThreadPoolWork|LoadEnvironment|StartExecution|PerIsolatePlatformData|\(anonymous namespace\)::PlatformWorkerThread|WorkerThreadsTaskRunner|worker::Worker\b))/;

/** A frame of a program whose executable is known: whatever that is called, it contains the runtime. */
export interface StackFrame extends NativeFrame {
  readonly isExecutable?: boolean;
}

function isOfRuntime({ module, isExecutable }: StackFrame): boolean {
  return isExecutable === true || runtimes.test(fileOf(module));
}

export function roleOf(frame: StackFrame): FrameRole {
  const { module, name } = frame;
  if (module === scriptModule) return 'script';
  if (module === '') return 'unknown';
  const file = fileOf(module);
  if (systemLibraries.test(file)) return 'allocator';
  if (name === undefined) return isOfRuntime(frame) ? 'runtime' : 'addon';
  if (recorders.test(name)) return 'recorder';
  if (buffers.test(name)) return 'buffers';
  if (collectors.test(name)) return 'collector';
  if (compilers.test(name)) return 'compiler';
  if (/^Builtins_(?!CEntry|Call|JSEntry)/.test(name)) return 'script';
  if (engines.test(name)) return 'engine';
  if (allocators.test(name) || values.test(name) || wrappers.test(withoutArguments(name))) return 'allocator';
  return isOfRuntime(frame) ? 'runtime' : 'addon';
}

/** Whether nobody further out on the stack can be the owner. */
export function isLoop(frame: StackFrame): boolean {
  return frame.name !== undefined && isOfRuntime(frame) && loops.test(frame.name);
}

/** A function of a system library that is more than a way to memory, as code calls it that was compiled for the call (FFI). */
export function isForeign({ module, name }: StackFrame): boolean {
  return systemLibraries.test(fileOf(module)) && (name === undefined || !allocators.test(name));
}

export function makesHeap({ name }: StackFrame): boolean {
  return name !== undefined && heapMakers.test(name);
}

/** A path without its folder. */
export function fileOf(module: string): string {
  return module.slice(module.lastIndexOf('/') + 1);
}

/** `node::(anonymous namespace)::CompressionStream<…>::Write` is `node::CompressionStream::Write`. */
export function withoutArguments(name: string): string {
  let depth = 0;
  let text = '';
  for (const sign of name
    .replaceAll('(anonymous namespace)::', '')
    .replace(/operator(?:<<|>>|[<>]=?|->)/g, 'operator')) {
    if (sign === '<') depth += 1;
    else if (sign === '>') depth -= 1;
    else if (depth === 0) text += sign;
  }
  return text.trim();
}

/** What a function belongs to: its class or namespace. */
export function scopeOf(name: string): string | undefined {
  const parts = withoutArguments(name)
    .split('::')
    .filter((part) => part !== '{lambda}' && part !== '_FUN');
  return parts.length < 2 ? undefined : parts.slice(0, -1).join('::');
}
