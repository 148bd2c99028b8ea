/**
 * What `perf record -o -` writes: records of the kernel's own format (perf_event_open(2)), each with its type and size,
 * after a header of 16 bytes. Unlike the text of `perf script`, it is the same for all versions of perf.
 */

/** One fault: a page that had no memory behind it was touched. */
export interface PageFault {
  readonly pid: number;
  readonly tid: number;
  /** Nanoseconds of the machine's monotonic clock. */
  readonly time: number;
  readonly address: number;
  /** Addresses of code, the innermost first, without those of the kernel: as far as frame pointers lead. */
  readonly stack: readonly number[];
  /** What its callers can be found in. */
  readonly saved?: SavedStack;
}

/** Registers of a thread, by their numbers in DWARF, and a copy of its stack from its pointer on. */
export interface SavedStack {
  readonly values: ReadonlyMap<number, number>;
  /** Only valid until the next piece of the stream. */
  readonly bytes: Buffer;
}

export interface PerfStreamEvents {
  readonly onFault: (fault: PageFault) => void;
  /** So many samples could not be kept up with. */
  readonly onLost: (samples: number) => void;
}

const magic = 'PERFILE2';
const recordHeader = 8;
const recordTypes = { lost: 2, sample: 9, attribute: 64, lostSamples: 13 } as const;
const softwareEvent = 1;
const pageFaults = 2;

/** Bits of `perf_event_attr.sample_type`, in the order in which a sample has what they ask for. */
const fields = {
  identifier: 1 << 16,
  ip: 1 << 0,
  tid: 1 << 1,
  time: 1 << 2,
  address: 1 << 3,
  id: 1 << 6,
  stream: 1 << 9,
  cpu: 1 << 7,
  period: 1 << 8,
  callchain: 1 << 5,
  raw: 1 << 10,
  registers: 1 << 12,
  stack: 1 << 13,
} as const;

const flagsAndSegments = Array.from({ length: 7 }, () => undefined);
/** DWARF's number of each register of x86-64, in the order of the kernel's. */
const dwarfRegisters = [0, 3, 2, 1, 4, 5, 6, 7, 16, ...flagsAndSegments, 8, 9, 10, 11, 12, 13, 14, 15];

/** In a chain, negative numbers close to 0 say whose part follows: `PERF_CONTEXT_USER` is the program's. */
const userMark = 0xffff_fe00;
const lowestMark = 0xffff_f000;

/** Reads the stream piece by piece; holds no more of it than one record. */
export class PerfStream {
  readonly #events: PerfStreamEvents;
  #rest: Buffer = Buffer.alloc(0);
  #begun = false;
  #sampling: Sampling = { type: 0, registers: 0 };

  constructor(events: PerfStreamEvents) {
    this.#events = events;
  }

  /** Whether the kernel has agreed to sample. */
  get begun(): boolean {
    return this.#begun;
  }

  /** @throws Error if it is not such a stream */
  push(piece: Buffer): void {
    const bytes = this.#rest.length === 0 ? piece : Buffer.concat([this.#rest, piece]);
    let at = 0;
    if (!this.#begun) {
      if (bytes.length < 16) {
        this.#keep(bytes);
        return;
      }
      if (bytes.toString('latin1', 0, magic.length) !== magic)
        throw new Error('perf wrote something else than samples');
      at = number64(bytes, 8);
      this.#begun = true;
    }
    while (at + recordHeader <= bytes.length) {
      const size = bytes.readUInt16LE(at + 6);
      if (size < recordHeader) throw new Error('perf wrote a record without a size');
      if (at + size > bytes.length) break;
      this.#read(bytes, at, size);
      at += size;
    }
    this.#keep(bytes.subarray(at));
  }

  #keep(rest: Buffer): void {
    this.#rest = rest.length === 0 ? Buffer.alloc(0) : Buffer.from(rest);
  }

  #read(bytes: Buffer, at: number, size: number): void {
    const body = at + recordHeader;
    switch (bytes.readUInt32LE(at)) {
      case recordTypes.attribute:
        if (bytes.readUInt32LE(body) === softwareEvent && number64(bytes, body + 8) === pageFaults)
          this.#sampling = { type: number64(bytes, body + 24), registers: number64(bytes, body + 80) };
        return;
      case recordTypes.sample:
        this.#events.onFault(faultIn(bytes, body, this.#sampling));
        return;
      case recordTypes.lost:
        this.#events.onLost(number64(bytes, body + 8));
        return;
      case recordTypes.lostSamples:
        if (size >= recordHeader + 8) this.#events.onLost(number64(bytes, body));
    }
  }
}

interface Sampling {
  readonly type: number;
  /** A mask, by the kernel's own numbers. */
  readonly registers: number;
}

function faultIn(bytes: Buffer, body: number, { type, registers }: Sampling): PageFault {
  let at = body;
  const fault = { pid: 0, tid: 0, time: 0, address: 0 };
  const has = (field: number) => (type & field) !== 0;
  const skip = (field: number) => {
    if (has(field)) at += 8;
  };
  skip(fields.identifier);
  skip(fields.ip);
  if (has(fields.tid)) {
    fault.pid = bytes.readUInt32LE(at);
    fault.tid = bytes.readUInt32LE(at + 4);
    at += 8;
  }
  if (has(fields.time)) fault.time = number64(bytes, at);
  skip(fields.time);
  if (has(fields.address)) fault.address = number64(bytes, at);
  skip(fields.address);
  skip(fields.id);
  skip(fields.stream);
  skip(fields.cpu);
  skip(fields.period);
  if (!has(fields.callchain)) return { ...fault, stack: [] };
  const stack = chainAt(bytes, at);
  at += 8 + 8 * number64(bytes, at);
  if (has(fields.raw)) at += 4 + bytes.readUInt32LE(at);
  const saved = has(fields.registers) && has(fields.stack) ? savedAt(bytes, at, registers) : undefined;
  return saved === undefined ? { ...fault, stack } : { ...fault, stack, saved };
}

/** @returns undefined for a thread without a part of its own, such as one of the kernel */
function savedAt(bytes: Buffer, from: number, mask: number): SavedStack | undefined {
  if (number64(bytes, from) === 0) return undefined;
  let at = from + 8;
  const values = new Map<number, number>();
  for (const [bit, register] of dwarfRegisters.entries()) {
    if (Math.floor(mask / 2 ** bit) % 2 === 0) continue;
    if (register !== undefined) values.set(register, number64(bytes, at));
    at += 8;
  }
  const size = number64(bytes, at);
  if (size === 0) return undefined;
  const used = number64(bytes, at + 8 + size);
  return { values, bytes: bytes.subarray(at + 8, at + 8 + Math.min(size, used)) };
}

function chainAt(bytes: Buffer, at: number): number[] {
  const stack: number[] = [];
  const length = number64(bytes, at);
  let isProgram = true;
  for (let entry = 1; entry <= length; entry++) {
    const place = at + entry * 8;
    const low = bytes.readUInt32LE(place);
    const isMark = bytes.readUInt32LE(place + 4) === 0xffff_ffff && low >= lowestMark;
    if (isMark) isProgram = low === userMark;
    else if (isProgram) stack.push(number64(bytes, place));
  }
  return stack;
}

/** Addresses of programs are below 2^48; larger numbers lose their lowest bits, which nobody reads. */
function number64(bytes: Buffer, at: number): number {
  return bytes.readUInt32LE(at) + bytes.readUInt32LE(at + 4) * 2 ** 32;
}
