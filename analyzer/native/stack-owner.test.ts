import { expect, it } from 'vitest';
import { type NativeFrame, scriptModule } from '../../format/native-pages.ts';
import { ownerOf } from './stack-owner.ts';

const modules: Readonly<Record<string, string>> = {
  node: '/usr/bin/node',
  bun: '/usr/bin/bun',
  libc: '/usr/lib/libc.so.6',
  libstdc: '/usr/lib/libstdc++.so.6.0.30',
  sqlite: '/app/node_modules/better-sqlite3/build/better_sqlite3.node',
  turso: '/app/node_modules/@turso/linux-x64/index.node',
  vips: '/app/node_modules/@img/sharp-libvips-linux-x64/lib/libvips-cpp.so.42',
};

/** `malloc@libc < deflateInit2_@node`, the innermost first; `+4096@bun` has no name, `tick@js` is a function. */
function stack(drawing: string): NativeFrame[] {
  return drawing.split(' < ').map((text) => {
    const at = text.lastIndexOf('@');
    const [name, short] = [text.slice(0, at), text.slice(at + 1)];
    if (short === 'js')
      return {
        module: scriptModule,
        ...(name === '' ? {} : { script: { function: name, file: '/app/server.mjs', line: 12, column: 3 } }),
      };
    const module = modules[short]!;
    return name.startsWith('+') ? { module, start: Number(name.slice(1)) } : { module, name };
  });
}

const zlib = 'node::(anonymous namespace)::ZlibContext::InitZlib@node';
const pool = 'node::ThreadPoolWork::ScheduleWork::{lambda}::_FUN@node < worker@node < +88@libc';
const statement =
  'sqlite3_prepare_v3@sqlite < Statement::JS_new@sqlite < v8::internal::FunctionCallbackArguments::Call@node < tick@js';

it.each<[string, string, object]>([
  [
    'a library within the runtime belongs to the binding that uses it',
    `+153@libc < deflateInit2_@node < ${zlib} < ${pool}`,
    { kind: 'binding', name: 'node::ZlibContext', module: 'node', function: 'deflateInit2_' },
  ],
  [
    'a text that the runtime makes belongs to what it is made for',
    `malloc@libc < node::MakeUtf8String@node < node::Utf8Value::Utf8Value@node < node::MapKVStore::Set@node < ${pool}`,
    { kind: 'binding', name: 'node::MapKVStore', module: 'node', function: 'node::MapKVStore::Set' },
  ],
  [
    'a function of no class belongs to the class that calls it',
    `malloc@libc < node::CopyEntry@node < node::contextify::ContextifyScript::New@node < ${pool}`,
    { kind: 'binding', name: 'node::contextify::ContextifyScript', function: 'node::CopyEntry' },
  ],
  [
    'or to itself',
    `malloc@libc < node::CopyEntry@node < ${pool}`,
    { kind: 'binding', name: 'node::CopyEntry', function: 'node::CopyEntry' },
  ],
  [
    'wrappers around the allocator are passed over',
    `malloc@libc < node::(anonymous namespace)::CompressionStream<node::ZlibContext>::AllocForZlib@node < deflateInit2_@node < ${zlib} < ${pool}`,
    { kind: 'binding', name: 'node::ZlibContext', function: 'deflateInit2_' },
  ],
  [
    'an addon is told with what entered it, and by whom',
    `malloc@libc < sqlite3MemMalloc@sqlite < growOp3@sqlite < ${statement}`,
    {
      kind: 'addon',
      name: 'better_sqlite3.node',
      function: 'growOp3',
      entry: 'Statement::JS_new',
      calledBy: { function: 'tick', line: 12 },
    },
  ],
  [
    'what the engine gets for an addon is the addon’s',
    `v8::internal::GlobalHandles::Create@node < v8::api_internal::GlobalizeReference@node < ${statement}`,
    { kind: 'addon', name: 'better_sqlite3.node', function: 'sqlite3_prepare_v3' },
  ],
  [
    'a collection is the engine’s, on whatever call it came',
    `malloc@libc < heap::base::Worklist<int, 64>::Local::PublishPushSegment@node < v8::internal::Heap::CollectGarbage@node < v8::Object::New@node < ${statement}`,
    { kind: 'engine', name: "V8's garbage collector" },
  ],
  [
    'a new heap belongs to who made it',
    `+97@libc < operator new@libstdc < v8::internal::Deserializer<v8::internal::Isolate>::ReadObject@node < v8::internal::Isolate::Init@node < v8::internal::Snapshot::Initialize@node < v8::Isolate::Initialize@node < node::NewIsolate@node < node::worker::WorkerThreadData::WorkerThreadData@node < node::worker::Worker::Run@node < ${pool}`,
    { kind: 'binding', name: 'node::worker::WorkerThreadData', function: 'node::NewIsolate' },
  ],
  [
    'a function of the C library belongs to itself, if JavaScript calls it',
    '+1387136@libc < malloc@libc < +266368@libc < tick@js < +6@bun',
    { kind: 'addon', name: 'libc.so.6', function: 'libc.so.6+0x41080', calledBy: { function: 'tick' } },
  ],
  [
    'but not a copy of bytes or a block',
    '+1387136@libc < tick@js < +6@bun',
    { kind: 'script', name: 'JavaScript code that writes into Buffers' },
  ],
  [
    'so is a compilation',
    `+97@libc < operator new@libstdc < v8::internal::compiler::LoadElimination::AddField@node < ${pool}`,
    { kind: 'engine', name: "V8's compiler" },
  ],
  [
    'contents of Buffers are told apart',
    'malloc@libc < node::NodeArrayBufferAllocator::AllocateUninitialized@node < v8::internal::BackingStore::Allocate@node < v8::ArrayBuffer::New@node < node::Buffer::(anonymous namespace)::CreateUnsafeArrayBuffer@node < tick@js',
    { kind: 'buffers', function: 'node::Buffer::CreateUnsafeArrayBuffer', calledBy: { function: 'tick' } },
  ],
  [
    'a snapshot is the recording’s own',
    'malloc@libc < v8::internal::HeapSnapshot::AddEntry@node < v8_inspector::V8HeapProfilerAgentImpl::takeHeapSnapshot@node',
    { kind: 'recorder' },
  ],
  [
    'so is what a method of the engine writes for it',
    '+152@libc < v8::internal::ElementsAccessorBase<T>::Fill@node < Builtins_CEntry@node < tick@js',
    { kind: 'script', function: 'v8::internal::ElementsAccessorBase::Fill', calledBy: { function: 'tick' } },
  ],
  [
    'what the engine asks the allocator for is its own',
    'malloc@libc < v8::internal::Isolate::AddThing@node < Builtins_CEntry@node < tick@js',
    { kind: 'engine', name: "V8's heap" },
  ],
  [
    'the program may write by itself',
    'tick@js < Builtins_JSEntry@node',
    { kind: 'script', calledBy: { function: 'tick' } },
  ],
  [
    'a runtime without symbols is told by the place of the code',
    `+153@libc < +96@bun < +48@bun < @js`,
    { kind: 'binding', name: 'bun+0x60', module: 'bun', function: 'bun+0x60' },
  ],
  [
    'a wrapper that nobody is known to have called stands for its library',
    '+15@libc < vips_tracked_aligned_alloc@vips',
    { kind: 'addon', name: 'libvips-cpp.so.42', function: 'vips_tracked_aligned_alloc' },
  ],
  [
    'an addon whose file says nothing is told by its package',
    '+15@libc < +32@turso',
    { kind: 'addon', name: '@turso/linux-x64/index.node', module: 'index.node', function: 'index.node+0x20' },
  ],
  ['a stack that is cut is nobody’s', 'sysmalloc@libc', { kind: 'unknown' }],
])('%s', (_, drawing, owner) => {
  expect(ownerOf(stack(drawing))).toMatchObject(owner);
});

it('a part that the engine maps by itself is named for what it is', () => {
  expect(ownerOf(stack('tick@js'), 'wasm')).toMatchObject({
    kind: 'buffers',
    name: 'memories of WebAssembly',
  });
  expect(ownerOf(stack('v8_inspector::Send@node'), 'wasm')).toMatchObject({ kind: 'recorder' });
});
