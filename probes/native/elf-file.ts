import { closeSync, openSync, readSync } from 'node:fs';
import type { FoundFunction } from './functions.ts';
import { UnwindTable } from './unwind-table.ts';

interface Section {
  readonly type: number;
  readonly offset: number;
  readonly size: number;
  readonly link: number;
}

interface Segment {
  readonly type: number;
  readonly offset: number;
  readonly address: number;
  readonly size: number;
}

const sectionTypes = { symbols: 2, dynamicSymbols: 11 } as const;
const segmentTypes = { load: 1, unwindTable: 0x6474_e550 } as const;
const symbolSize = 24;
const functionTypes: ReadonlySet<number> = new Set([2, 10]);
const mostNames = 2_000;

/** A program or library on disk, as far as it tells of its functions. Of what is large, only its table of functions stays in memory. */
export class ElfFile {
  readonly #file: number;
  readonly #segments: readonly Segment[];
  readonly #sections: readonly Section[];
  #unwind: { readonly table: UnwindTable | undefined } | undefined;

  private constructor(file: number) {
    this.#file = file;
    const header = this.#bytes(0, 64);
    if (header.toString('latin1', 0, 4) !== '\x7fELF' || header[4] !== 2 || header[5] !== 1)
      throw new Error('it is no ELF file of 64 bits');
    this.#segments = this.#table(header, 0x20, 0x36, 0x38).map((entry) => ({
      type: entry.readUInt32LE(0),
      offset: number64(entry, 8),
      address: number64(entry, 16),
      size: number64(entry, 32),
    }));
    this.#sections = this.#table(header, 0x28, 0x3a, 0x3c).map((entry) => ({
      type: entry.readUInt32LE(4),
      offset: number64(entry, 24),
      size: number64(entry, 32),
      link: entry.readUInt32LE(40),
    }));
  }

  /** @returns undefined if it cannot be read or is something else */
  static open(path: string): ElfFile | undefined {
    let file: number;
    try {
      file = openSync(path, 'r');
    } catch {
      return undefined;
    }
    try {
      return new ElfFile(file);
    } catch {
      closeSync(file);
      return undefined;
    }
  }

  close(): void {
    closeSync(this.#file);
  }

  /** The address that the file itself gives to one of its bytes. */
  addressOf(offset: number): number | undefined {
    const segment = this.#segments.find(
      ({ type, offset: from, size }) => type === segmentTypes.load && from <= offset && offset < from + size,
    );
    return segment && offset - segment.offset + segment.address;
  }

  /** The functions that the addresses are in: by name, else by where they begin. */
  functionsAt(addresses: readonly number[]): ReadonlyMap<number, FoundFunction> {
    const sorted = Float64Array.from(new Set(addresses)).sort();
    const found = new Map<number, { start: number; name?: string }>(this.#starts(sorted));
    for (const type of [sectionTypes.dynamicSymbols, sectionTypes.symbols])
      for (const section of this.#sections) if (section.type === type) this.#name(section, sorted, found);
    return found;
  }

  #name(section: Section, sorted: Float64Array, found: Map<number, { start: number; name?: string }>): void {
    const symbols = this.#bytes(section.offset, section.size);
    const names = this.#sections[section.link]!;
    const best = new Map<number, { start: number; at: number }>();
    for (let symbol = 0; symbol + symbolSize <= symbols.length; symbol += symbolSize) {
      if (!functionTypes.has(symbols[symbol + 4]! & 15)) continue;
      const start = number64(symbols, symbol + 8);
      const end = start + number64(symbols, symbol + 16);
      for (let at = firstFrom(sorted, start); at < sorted.length && sorted[at]! < end; at++) {
        const known = best.get(sorted[at]!);
        if (known === undefined || known.start < start) best.set(sorted[at]!, { start, at: symbol });
      }
    }
    for (const [address, { start, at }] of best)
      found.set(address, { start, name: this.#text(names.offset + symbols.readUInt32LE(at)) });
  }

  /** What a stripped file still tells: where each function begins. */
  *#starts(sorted: Float64Array): Iterable<[number, { start: number }]> {
    for (const address of sorted) {
      const start = this.unwindTable?.startOf(address);
      if (start !== undefined) yield [address, { start }];
    }
  }

  /** How its frames are left; undefined if it does not tell. */
  get unwindTable(): UnwindTable | undefined {
    if (this.#unwind === undefined) {
      const segment = this.#segments.find(({ type }) => type === segmentTypes.unwindTable);
      const read = (address: number, size: number) => this.#bytes(this.#offsetOf(address), size);
      const table = segment && this.#bytes(segment.offset, segment.size);
      this.#unwind = { table: segment && table && UnwindTable.of(table, segment.address, read) };
    }
    return this.#unwind.table;
  }

  #offsetOf(address: number): number {
    const segment = this.#segments.find(
      ({ type, address: from, size }) =>
        type === segmentTypes.load && from <= address && address < from + size,
    );
    return segment === undefined ? address : address - segment.address + segment.offset;
  }

  #table(header: Buffer, offsetAt: number, sizeAt: number, lengthAt: number): Buffer[] {
    const size = header.readUInt16LE(sizeAt);
    const length = header.readUInt16LE(lengthAt);
    if (size === 0 || length === 0) return [];
    const bytes = this.#bytes(number64(header, offsetAt), size * length);
    return Array.from({ length }, (_, entry) => bytes.subarray(entry * size, (entry + 1) * size));
  }

  #text(offset: number): string {
    const bytes = this.#bytes(offset, mostNames);
    const end = bytes.indexOf(0);
    return bytes.toString('latin1', 0, end < 0 ? bytes.length : end);
  }

  #bytes(offset: number, size: number): Buffer {
    const bytes = Buffer.allocUnsafe(size);
    return bytes.subarray(0, readSync(this.#file, bytes, 0, size, offset));
  }
}

function firstFrom(sorted: Float64Array, least: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]! < least) low = middle + 1;
    else high = middle;
  }
  return low;
}

function number64(bytes: Buffer, at: number): number {
  return bytes.readUInt32LE(at) + bytes.readUInt32LE(at + 4) * 2 ** 32;
}
