/**
 * How to get from a function's frame to its caller's, from the tables that every file has for exceptions (`.eh_frame`,
 * DWARF 5 chapter 6.4): also of code that was compiled without frame pointers and stripped of its names.
 */

/** Registers by their numbers in DWARF on x86-64, as far as a frame can depend on them. */
export const registers = { rbx: 3, rbp: 6, rsp: 7, ip: 16 } as const;

/** Valid at one address of code: the caller's stack pointer is `register + offset`, and what was saved is below it. */
export interface UnwindRow {
  readonly register: number;
  readonly offset: number;
  /** The address is not the register's sum but what lies there. */
  readonly isIndirect: boolean;
  /** Offsets from the caller's stack pointer, by register. */
  readonly saved: ReadonlyMap<number, number>;
}

/** Bytes of a file by the addresses that it gives to them. */
export type ReadAt = (address: number, size: number) => Buffer;

interface MutableRow {
  register: number;
  offset: number;
  isIndirect: boolean;
  saved: Map<number, number>;
}

/** How the table of `.eh_frame_hdr` is encoded by all linkers: signed 32 bits, relative to its own start. */
const tableEncoding = 0x3b;
const headerSize = 12;

/** The sorted table of a file's functions, `.eh_frame_hdr`. */
export class UnwindTable {
  readonly #table: Buffer;
  readonly #address: number;
  readonly #length: number;
  readonly #read: ReadAt;

  private constructor(table: Buffer, address: number, read: ReadAt) {
    this.#table = table;
    this.#address = address;
    this.#read = read;
    this.#length = Math.min(table.readUInt32LE(8), Math.floor((table.length - headerSize) / 8));
  }

  /** @returns undefined if it is encoded in another way */
  static of(table: Buffer, address: number, read: ReadAt): UnwindTable | undefined {
    if (table.length < headerSize || table[3] !== tableEncoding) return undefined;
    return new UnwindTable(table, address, read);
  }

  /** Where the function begins that an address is in. */
  startOf(address: number): number | undefined {
    const entry = this.#entryOf(address);
    return entry === undefined || this.rowAt(address) === undefined ? undefined : this.#start(entry);
  }

  /** @returns undefined if the table does not know the address */
  rowAt(address: number): UnwindRow | undefined {
    const entry = this.#entryOf(address);
    if (entry === undefined) return undefined;
    const at = this.#table.readInt32LE(headerSize + entry * 8 + 4) + this.#address;
    return rowOf(this.#read, at, this.#start(entry), address);
  }

  #start(entry: number): number {
    return this.#table.readInt32LE(headerSize + entry * 8) + this.#address;
  }

  #entryOf(address: number): number | undefined {
    let low = 0;
    let high = this.#length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#start(middle) <= address) low = middle + 1;
      else high = middle;
    }
    return low === 0 ? undefined : low - 1;
  }
}

class Cursor {
  readonly bytes: Buffer;
  at: number;

  constructor(bytes: Buffer, at = 0) {
    this.bytes = bytes;
    this.at = at;
  }

  get isAtEnd(): boolean {
    return this.at >= this.bytes.length;
  }

  byte(): number {
    return this.bytes[this.at++] ?? 0;
  }

  unsigned(): number {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = this.byte();
      value += (byte & 127) * scale;
      if (byte < 128 || this.isAtEnd) return value;
    }
  }

  signed(): number {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = this.byte();
      value += (byte & 127) * scale;
      if (byte < 128 || this.isAtEnd) return (byte & 64) === 0 ? value : value - scale * 128;
    }
  }

  text(): string {
    const end = this.bytes.indexOf(0, this.at);
    const text = this.bytes.toString('latin1', this.at, end);
    this.at = end + 1;
    return text;
  }
}

interface CommonEntry {
  readonly codeScale: number;
  readonly dataScale: number;
  readonly pointerSize: number;
  readonly hasAugmentation: boolean;
  readonly instructions: Buffer;
}

/** An entry of one function: its length, where its common part is, its range, its instructions. */
function rowOf(read: ReadAt, at: number, start: number, address: number): UnwindRow | undefined {
  const entry = entryAt(read, at);
  if (entry === undefined) return undefined;
  const common = commonAt(read, at + 4 - entry.readUInt32LE(0));
  if (common === undefined) return undefined;
  const { pointerSize } = common;
  const range = pointerSize === 8 ? number64(entry, 12) : entry.readUInt32LE(8);
  if (address >= start + range) return undefined;
  const cursor = new Cursor(entry, 4 + 2 * pointerSize);
  if (common.hasAugmentation) cursor.at += cursor.unsigned();
  const row: MutableRow = { register: registers.rsp, offset: 8, isIndirect: false, saved: new Map() };
  const program = new Program(common, row, start, address);
  if (!program.run(common.instructions)) return undefined;
  program.keepInitial();
  return program.run(entry.subarray(cursor.at)) ? row : undefined;
}

/** Without the length before it. */
function entryAt(read: ReadAt, at: number): Buffer | undefined {
  const head = read(at, 4);
  const length = head.length < 4 ? 0 : head.readUInt32LE(0);
  // Longer ones would have their length in 64 bits; no compiler writes them.
  if (length < 12 || length > 1 << 20) return undefined;
  const entry = read(at + 4, length);
  return entry.length === length ? entry : undefined;
}

function commonAt(read: ReadAt, at: number): CommonEntry | undefined {
  const entry = entryAt(read, at);
  if (entry === undefined || entry.readUInt32LE(0) !== 0) return undefined;
  const cursor = new Cursor(entry, 4);
  const version = cursor.byte();
  const augmentation = cursor.text();
  const codeScale = cursor.unsigned();
  const dataScale = cursor.signed();
  if (version === 1) cursor.byte();
  else cursor.unsigned();
  let pointerSize = 8;
  if (augmentation.startsWith('z')) {
    const end = cursor.unsigned() + cursor.at;
    for (const letter of augmentation.slice(1)) {
      if (letter === 'R') pointerSize = sizeOfPointer(cursor.byte());
      else if (letter === 'P') cursor.at += sizeOfPointer(cursor.byte());
      else if (letter === 'L') cursor.byte();
    }
    cursor.at = end;
  }
  if (pointerSize === 0) return undefined;
  const instructions = entry.subarray(cursor.at);
  return { codeScale, dataScale, pointerSize, hasAugmentation: augmentation.startsWith('z'), instructions };
}

function sizeOfPointer(encoding: number): number {
  return { 0: 8, 3: 4, 4: 8, 11: 4, 12: 8 }[encoding & 15] ?? 0;
}

const instructions = {
  advance: 1,
  offset: 2,
  restore: 3,
  nothing: 0x00,
  advance1: 0x02,
  advance2: 0x03,
  advance4: 0x04,
  offsetExtended: 0x05,
  restoreExtended: 0x06,
  undefined: 0x07,
  sameValue: 0x08,
  register: 0x09,
  remember: 0x0a,
  recall: 0x0b,
  cfa: 0x0c,
  cfaRegister: 0x0d,
  cfaOffset: 0x0e,
  cfaExpression: 0x0f,
  expression: 0x10,
  offsetSigned: 0x11,
  cfaSigned: 0x12,
  cfaOffsetSigned: 0x13,
  valueOffset: 0x14,
  valueExpression: 0x16,
  argumentsSize: 0x2e,
} as const;

/** Runs the instructions of one function up to an address. */
class Program {
  readonly #common: CommonEntry;
  readonly #row: MutableRow;
  readonly #until: number;
  #at: number;
  #initial: ReadonlyMap<number, number> = new Map();
  readonly #remembered: MutableRow[] = [];

  constructor(common: CommonEntry, row: MutableRow, start: number, until: number) {
    this.#common = common;
    this.#row = row;
    this.#at = start;
    this.#until = until;
  }

  keepInitial(): void {
    this.#initial = new Map(this.#row.saved);
  }

  /** @returns false if something is in it that cannot be followed */
  run(bytes: Buffer): boolean {
    const cursor = new Cursor(bytes);
    while (!cursor.isAtEnd && this.#at <= this.#until) if (!this.#step(cursor)) return false;
    return true;
  }

  #step(cursor: Cursor): boolean {
    const { codeScale, dataScale } = this.#common;
    const row = this.#row;
    const code = cursor.byte();
    const low = code & 63;
    switch (code >> 6) {
      case instructions.advance:
        return this.#advance(low * codeScale);
      case instructions.offset:
        return this.#save(low, cursor.unsigned() * dataScale);
      case instructions.restore:
        return this.#restore(low);
    }
    switch (code) {
      case instructions.nothing:
        return true;
      case instructions.advance1:
        return this.#advance(cursor.byte() * codeScale);
      case instructions.advance2:
        return this.#advance((cursor.byte() + cursor.byte() * 256) * codeScale);
      case instructions.advance4:
        cursor.at += 4;
        return this.#advance(cursor.bytes.readUInt32LE(cursor.at - 4) * codeScale);
      case instructions.offsetExtended:
        return this.#save(cursor.unsigned(), cursor.unsigned() * dataScale);
      case instructions.offsetSigned:
        return this.#save(cursor.unsigned(), cursor.signed() * dataScale);
      case instructions.restoreExtended:
        return this.#restore(cursor.unsigned());
      case instructions.undefined:
      case instructions.sameValue:
        row.saved.delete(cursor.unsigned());
        return true;
      case instructions.remember:
        this.#remembered.push({ ...row, saved: new Map(row.saved) });
        return true;
      case instructions.recall:
        return this.#recall();
      case instructions.cfa:
        return this.#cfa(cursor.unsigned(), cursor.unsigned());
      case instructions.cfaSigned:
        return this.#cfa(cursor.unsigned(), cursor.signed() * dataScale);
      case instructions.cfaRegister:
        return this.#cfa(cursor.unsigned(), row.offset);
      case instructions.cfaOffset:
        return this.#cfa(row.register, cursor.unsigned());
      case instructions.cfaOffsetSigned:
        return this.#cfa(row.register, cursor.signed() * dataScale);
      case instructions.cfaExpression:
        return this.#cfaExpression(cursor);
      case instructions.expression:
      case instructions.valueExpression:
        row.saved.delete(cursor.unsigned());
        cursor.at += cursor.unsigned();
        return true;
      case instructions.register:
      case instructions.valueOffset:
        row.saved.delete(cursor.unsigned());
        cursor.unsigned();
        return true;
      case instructions.argumentsSize:
        cursor.unsigned();
        return true;
      default:
        return false;
    }
  }

  #advance(by: number): boolean {
    this.#at += by;
    return true;
  }

  #save(register: number, offset: number): boolean {
    this.#row.saved.set(register, offset);
    return true;
  }

  #restore(register: number): boolean {
    const initial = this.#initial.get(register);
    if (initial === undefined) this.#row.saved.delete(register);
    else this.#row.saved.set(register, initial);
    return true;
  }

  #recall(): boolean {
    const remembered = this.#remembered.pop();
    if (remembered === undefined) return false;
    Object.assign(this.#row, remembered);
    return true;
  }

  #cfa(register: number, offset: number): boolean {
    Object.assign(this.#row, { register, offset, isIndirect: false });
    return true;
  }

  /** Functions that align their stack say: what lies at an offset from a register. Entries of the PLT calculate. */
  #cfaExpression(cursor: Cursor): boolean {
    const length = cursor.unsigned();
    const expression = new Cursor(cursor.bytes.subarray(cursor.at, cursor.at + length));
    cursor.at += length;
    const base = expression.byte();
    const isRegister = base >= 0x70 && base <= 0x8f;
    const offset = expression.signed();
    const isDereferenced = expression.byte() === 0x06;
    if (!isRegister || !isDereferenced || !expression.isAtEnd) return false;
    Object.assign(this.#row, { register: base - 0x70, offset, isIndirect: true });
    return true;
  }
}

function number64(bytes: Buffer, at: number): number {
  return bytes.readUInt32LE(at) + bytes.readUInt32LE(at + 4) * 2 ** 32;
}
