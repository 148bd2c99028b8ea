/**
 * Why memory outside of the JavaScript heap is resident.
 * `leak`: it is in use, and more of it all the time. `fragmentation`: what was freed lies between blocks in use, and more of
 * it all the time. `kept`: what was freed stays with the allocator, and no more of it. `lazy`: objects that nobody holds wait
 * for a collection. `wasm`: a WebAssembly memory, which never shrinks. `threads`: threads that pile up, with their heaps and
 * stacks. `arenas`: each of many threads has an arena, which keeps what was freed in it. `file-cache`: pages of files, which
 * the kernel takes back when it needs them. `unknown`: nothing told them apart.
 */
export const nativeCauseKinds = [
  'leak',
  'fragmentation',
  'kept',
  'lazy',
  'wasm',
  'threads',
  'arenas',
  'file-cache',
  'unknown',
] as const;
export type NativeCauseKind = (typeof nativeCauseKinds)[number];
