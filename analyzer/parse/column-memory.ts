import type { Bytes } from '../../format/units.ts';

const pageSize: Bytes = 1 << 16;
/** A 32-bit address reaches no further. */
const mostPages = 1 << 16;
const alignment: Bytes = 64;
/** Address 0 stays free, so that no column has it. */
const firstAddress: Bytes = 64;

/** Columns would end beyond 4 GiB, or so much memory is not to be had in one piece. */
export class OutOfReach extends Error {
  override readonly name = 'OutOfReach';
}

/**
 * Columns that the kernels of analyzer/graph work on, in one WebAssembly memory. It is shared, so that another thread
 * can fill columns too. What is allocated stays, except for what `scratch` hands out.
 */
export class ColumnMemory {
  readonly memory: WebAssembly.Memory;
  private used: Bytes = firstAddress;
  /** Behind this nothing was ever allocated, and all is zero. */
  private touched: Bytes = firstAddress;
  private pages: number;
  /** `grow` gives the same memory another buffer object; columns keep the one they were made with. */
  private readonly buffers = new WeakSet<ArrayBufferLike>();

  /** @throws OutOfReach */
  constructor(size: Bytes) {
    this.pages = Math.ceil((firstAddress + size + 4 * alignment) / pageSize);
    const { pages } = this;
    this.memory = orOutOfReach(
      () => new WebAssembly.Memory({ initial: pages, maximum: mostPages, shared: true }),
    );
    this.buffers.add(this.memory.buffer);
  }

  /** A column of zeros. @throws OutOfReach */
  uint32(length: number): Uint32Array {
    const address = this.allocate(4 * length);
    return new Uint32Array(this.memory.buffer, address, length);
  }

  /** A column of zeros. @throws OutOfReach */
  int32(length: number): Int32Array {
    const address = this.allocate(4 * length);
    return new Int32Array(this.memory.buffer, address, length);
  }

  /** A column of zeros. @throws OutOfReach */
  uint8(length: number): Uint8Array {
    const address = this.allocate(length);
    return new Uint8Array(this.memory.buffer, address, length);
  }

  /** A column of whatever is there, as what was written to `openEnd`. @throws OutOfReach */
  untouched32(length: number): Uint32Array {
    const address = this.allocate(4 * length, false);
    return new Uint32Array(this.memory.buffer, address, length);
  }

  /** A column of zeros. @throws OutOfReach */
  float64(length: number): Float64Array {
    const address = this.allocate(8 * length);
    return new Float64Array(this.memory.buffer, address, length);
  }

  /** The address of room that can be made larger until something else is allocated. @throws OutOfReach */
  openEnd(size: Bytes): Bytes {
    this.makeRoom(this.used + size);
    this.touched = Math.max(this.touched, this.used + size);
    return this.used;
  }

  /** What `work` allocates is taken back when it returns. */
  scratch<T>(work: () => T): T {
    const before = this.used;
    try {
      return work();
    } finally {
      this.used = before;
    }
  }

  /** Whether a column is one of this memory's: its address for kernels is its `byteOffset` then. */
  holds(column: { readonly buffer: ArrayBufferLike }): boolean {
    return this.buffers.has(column.buffer);
  }

  private allocate(size: Bytes, zeroed = true): Bytes {
    const address = this.used;
    const end = Math.ceil((address + size) / alignment) * alignment;
    this.makeRoom(end);
    if (zeroed && address < this.touched) {
      new Uint8Array(this.memory.buffer, address, Math.min(this.touched, end) - address).fill(0);
    }
    this.used = end;
    this.touched = Math.max(this.touched, end);
    return address;
  }

  private makeRoom(end: Bytes): void {
    const needed = Math.ceil(end / pageSize);
    if (needed <= this.pages) return;
    // Each time takes milliseconds. What is not used of it costs no memory.
    const pages = needed > mostPages ? needed : Math.min(mostPages, Math.max(needed, 2 * this.pages));
    orOutOfReach(() => this.memory.grow(pages - this.pages));
    this.pages = pages;
    this.buffers.add(this.memory.buffer);
  }
}

/** Undefined if so much memory cannot be had in one piece that kernels can address. */
export function tryMemory(size: Bytes): ColumnMemory | undefined {
  try {
    return new ColumnMemory(size);
  } catch (error) {
    if (error instanceof OutOfReach) return undefined;
    throw error;
  }
}

/** What kernels give, or what is to be had without them if that is out of their reach. */
export function orElse<T>(inKernels: () => T, plainly: () => T): T {
  try {
    return inKernels();
  } catch (error) {
    if (!(error instanceof OutOfReach)) throw error;
    return plainly();
  }
}

function orOutOfReach<T>(allocate: () => T): T {
  try {
    return allocate();
  } catch (cause) {
    throw cause instanceof RangeError || cause instanceof TypeError ? new OutOfReach('', { cause }) : cause;
  }
}
