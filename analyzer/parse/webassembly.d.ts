/** The part of WebAssembly's interface in use: TypeScript has it only for browsers. */
declare namespace WebAssembly {
  class Module {
    constructor(bytes: Uint8Array);
  }
  class Instance {
    readonly exports: unknown;
    constructor(module: Module, imports: { readonly env: { readonly memory: Memory } });
  }
  /** Sizes in pages of 64 KiB. A shared memory's `buffer` is another object after `grow`, older ones stay valid. */
  class Memory {
    readonly buffer: ArrayBufferLike;
    constructor(size: { readonly initial: number; readonly maximum?: number; readonly shared?: boolean });
    grow(pages: number): number;
  }
  class Global {
    readonly value: number;
  }
}
