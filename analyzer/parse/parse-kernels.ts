import type { Bytes } from '../../format/units.ts';
import { UserError } from '../../format/user-error.ts';
import { parseWasm } from '../kernels/wasm.ts';

/** Records or strings handed over in one call: their columns stay in the processor's nearer caches. */
export const batchSize = 4096;
/** Kernels read ahead of what they look at. This far from the end of what was read they need not ask. */
export const readAhead: Bytes = 128;

const pageSize: Bytes = 1 << 16;
const types: Bytes = 1024;
const bytesOfBatch = types + 256;
const numbersOfBatch = bytesOfBatch + batchSize;
const numbers = (column: number) => numbersOfBatch + column * 4 * batchSize;
/** Starts are 8 bytes each, so they take the room of two columns. */
const starts = Math.ceil(numbersOfBatch / 8) * 8;
const marks = starts + 8 * batchSize;
const pairs = marks + 2 * batchSize;
const columns = 5;
const windowAddress = Math.ceil(Math.max(pairs + 4 * batchSize, numbers(columns)) / pageSize) * pageSize;

/** Where the other thread finds things in a memory of its own; see edge-worker.mjs. */
export const workerLayout = {
  windowAddress,
  typesAddress: types,
  bytesAddress: bytesOfBatch,
  namesAddress: numbers(0),
  targetsAddress: numbers(1),
  batchSize,
  readAhead,
} as const;

/** Stands for type numbers that a header does not name. */
const unknownType = 0xff;

/** What analyzer/kernels/parse.ts exports. */
interface ParseExports {
  readonly position: WebAssembly.Global;
  readonly largestName: WebAssembly.Global;
  readonly edgesSoFar: WebAssembly.Global;
  readonly detachedCount: WebAssembly.Global;
  readonly stringPosition: WebAssembly.Global;
  readonly pairCount: WebAssembly.Global;
  readonly quadPosition: WebAssembly.Global;
  readonly runCount: WebAssembly.Global;
  nodeRecords(...numbers: number[]): number;
  edgeRecords(...numbers: number[]): number;
  plainNumbers(...numbers: number[]): number;
  quadNodes(...numbers: number[]): number;
  quadEdges(...numbers: number[]): number;
  stringRanges(...numbers: number[]): number;
  countLines(from: number, end: number): number;
}

let compiled: WebAssembly.Module | undefined;

/** The compiled kernels: once for a process, and other threads can be given them. */
export function parseModule(): WebAssembly.Module {
  compiled ??= new WebAssembly.Module(Buffer.from(parseWasm, 'base64'));
  return compiled;
}

/**
 * A memory of WebAssembly reserves gigabytes of addresses, of which it uses little: a limit on addresses fails it.
 * @throws UserError `too-little-memory`
 */
function allocate(pages: number): WebAssembly.Memory {
  try {
    return new WebAssembly.Memory({ initial: pages });
  } catch (cause) {
    throw new UserError(
      'too-little-memory',
      `no memory for WebAssembly: ${(cause as Error).message}`,
      'a limit on address space is too small: raise it with "ulimit -v unlimited", and limit real memory instead ' +
        'with a container or systemd-run -p MemoryMax=2G',
      { cause },
    );
  }
}

/** The kernels of analyzer/kernels/parse.ts with a memory of their own, in which the window on a file lies. */
export class ParseKernels {
  /** The bytes of the file go here; the kernels may read up to 64 bytes behind it. */
  readonly window: Uint8Array;
  /** Columns of the last batch. */
  readonly bytes: Uint8Array;
  readonly numbers: readonly Uint32Array[];
  readonly starts: Float64Array;
  readonly marks: Uint16Array;
  private readonly pairs: Uint32Array;
  private readonly exports: ParseExports;
  private readonly types: Uint8Array;

  constructor(windowSize: Bytes) {
    const memory = allocate(Math.ceil((windowAddress + windowSize + readAhead) / pageSize));
    this.exports = new WebAssembly.Instance(parseModule(), { env: { memory } }).exports as ParseExports;
    const { buffer } = memory;
    this.window = new Uint8Array(buffer, windowAddress, windowSize);
    this.types = new Uint8Array(buffer, types, 256);
    this.bytes = new Uint8Array(buffer, bytesOfBatch, batchSize);
    this.numbers = Array.from(
      { length: columns },
      (_, column) => new Uint32Array(buffer, numbers(column), batchSize),
    );
    this.starts = new Float64Array(buffer, starts, batchSize);
    this.marks = new Uint16Array(buffer, marks, batchSize);
    this.pairs = new Uint32Array(buffer, pairs, batchSize);
  }

  /** Says how type numbers of the file are to be read; for `nodeRecords` and `edgeRecords`. */
  useTypes(table: Uint8Array): void {
    this.types.fill(unknownType);
    this.types.set(table.subarray(0, this.types.length));
  }

  /** Where the last call for records ended, as a place in the window. */
  get position(): number {
    return this.exports.position.value - windowAddress;
  }

  get largestName(): number {
    return this.exports.largestName.value >>> 0;
  }

  get edgesSoFar(): number {
    return this.exports.edgesSoFar.value >>> 0;
  }

  /** Which nodes of the last batch are detached, counted from its first. */
  get detachedNodes(): Uint32Array {
    return this.numbers[4].subarray(0, this.exports.detachedCount.value);
  }

  /**
   * Fills `bytes` with types and `numbers` with names, ids, sizes, and edges up to and including each node.
   * @param detachedField which number of a record says whether the node is detached; 0 if none does
   */
  nodeRecords(
    at: number,
    end: number,
    wanted: number,
    fields: number,
    edges: number,
    lastEdge: number,
    detachedField: number,
  ): number {
    return this.exports.nodeRecords(
      windowAddress + at,
      windowAddress + end - readAhead,
      Math.min(wanted, batchSize),
      fields,
      types,
      edges,
      lastEdge,
      bytesOfBatch,
      numbers(0),
      numbers(1),
      numbers(2),
      numbers(3),
      detachedField,
      numbers(4),
    );
  }

  /** Fills `bytes` with types and `numbers` with names and targets. */
  edgeRecords(
    at: number,
    end: number,
    wanted: number,
    indexed: number,
    nodeFields: number,
    nodeCount: number,
  ): number {
    return this.exports.edgeRecords(
      windowAddress + at,
      windowAddress + end - readAhead,
      Math.min(wanted, batchSize),
      types,
      indexed,
      nodeFields,
      nodeCount,
      bytesOfBatch,
      numbers(0),
      numbers(1),
    );
  }

  /** Fills the first of `numbers`. */
  plainNumbers(at: number, end: number, wanted: number): number {
    return this.exports.plainNumbers(
      windowAddress + at,
      windowAddress + end - readAhead,
      Math.min(wanted, batchSize),
      numbers(0),
    );
  }

  /** Records as JavaScriptCore writes them: fills `numbers` with ids, sizes and classes. */
  quadNodes(at: number, end: number): number {
    return this.exports.quadNodes(
      windowAddress + at,
      windowAddress + end - readAhead,
      batchSize,
      numbers(0),
      numbers(1),
      numbers(2),
    );
  }

  /** Fills `bytes` with types and `numbers` with the source and the end of each run, and with targets and names. */
  quadEdges(at: number, end: number): number {
    return this.exports.quadEdges(
      windowAddress + at,
      windowAddress + end - readAhead,
      batchSize,
      numbers(0),
      numbers(1),
      numbers(2),
      bytesOfBatch,
      numbers(3),
    );
  }

  /** Where the last call for records of JavaScriptCore ended, as a place in the window. */
  get quadPosition(): number {
    return this.exports.quadPosition.value - windowAddress;
  }

  /** How many runs of edges the last batch has. */
  get runCount(): number {
    return this.exports.runCount.value;
  }

  /** The number of newlines in a part of the window. */
  countLines(at: number, end: number): number {
    return this.exports.countLines(windowAddress + at, windowAddress + end);
  }

  /** Fills `starts` with offsets in the file, where `base` is that of the window, and `marks`. */
  stringRanges(at: number, end: number, base: Bytes): number {
    return this.exports.stringRanges(
      windowAddress + at,
      windowAddress + end,
      batchSize,
      base - windowAddress,
      starts,
      marks,
      pairs,
    );
  }

  /** Which strings of the last batch begin as the name of a pair in a WeakMap does. */
  get pairNames(): Uint32Array {
    return this.pairs.subarray(0, this.exports.pairCount.value);
  }

  get stringPosition(): number {
    return this.exports.stringPosition.value - windowAddress;
  }
}
