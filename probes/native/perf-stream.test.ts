import { describe, expect, it } from 'vitest';
import { type PageFault, PerfStream } from './perf-stream.ts';

/** What perf 6.1 wrote of a Node that was asked for one fault by `-g -d`: header, attribute, a sample, a lost record. */
const header = Buffer.from('PERFILE2\x10\0\0\0\0\0\0\0', 'latin1');
const [ip, tid, time, address, callchain, cpu, registers, stack] = [1, 2, 4, 8, 32, 128, 1 << 12, 1 << 13];

function record(type: number, ...words: (number | bigint)[]): Buffer {
  const bytes = Buffer.alloc(8 + words.length * 8);
  bytes.writeUInt32LE(type, 0);
  bytes.writeUInt16LE(bytes.length, 6);
  for (const [at, word] of words.entries())
    bytes.writeBigUInt64LE(BigInt.asUintN(64, BigInt(word)), 8 + at * 8);
  return bytes;
}

/** Software event 2; then the period, what a sample has, and 5 words later which registers. */
const attribute = (type: number, mask = 0) =>
  record(64, 1n | (136n << 32n), 2, 1, type, 0, 0, 0, 0, 0, 0, mask, 0);
const threads = (pid: number, thread: number) => BigInt(pid) | (BigInt(thread) << 32n);
const userMark = -512;
const kernelMark = -128;

function read(pieces: readonly Buffer[]): { faults: PageFault[]; lost: number } {
  const told = { faults: [] as PageFault[], lost: 0 };
  const stream = new PerfStream({
    onFault: (fault) => told.faults.push(fault),
    onLost: (samples) => {
      told.lost += samples;
    },
  });
  for (const piece of pieces) stream.push(piece);
  return told;
}

describe('the stream of perf', () => {
  const type = ip | tid | time | address | callchain | cpu;
  const sample = record(
    9,
    0x7f00_0000_1000,
    threads(42, 43),
    1_000_000_007,
    0x7f12_3456_7008,
    1,
    6,
    kernelMark,
    -0x7fff_0000,
    userMark,
    0x7f00_0000_1000,
    0x40_2000,
    0,
  );
  const whole = Buffer.concat([header, attribute(type), sample, record(2, 7, 25), sample]);

  it('is faults with the part of their stacks that is the program', () => {
    const { faults, lost } = read([whole]);
    expect(faults).toHaveLength(2);
    expect(faults[0]).toEqual({
      pid: 42,
      tid: 43,
      time: 1_000_000_007,
      address: 0x7f12_3456_7008,
      stack: [0x7f00_0000_1000, 0x40_2000, 0],
    });
    expect(lost).toBe(25);
  });

  it.each([1, 3, 64])('is the same in pieces of %i bytes', (size) => {
    const pieces = Array.from({ length: Math.ceil(whole.length / size) }, (_, at) =>
      whole.subarray(at * size, (at + 1) * size),
    );
    expect(read(pieces)).toEqual(read([whole]));
  });

  it('has registers and the stack, by the numbers that tables use', () => {
    // BP, SP and IP: 6, 7 and 8 for the kernel; two words of stack were asked for and one was there.
    const type = tid | callchain | registers | stack;
    const saved = record(9, threads(1, 1), 0, 2, 0xb0, 0x50, 0x10, 16, 0xaa, 0xbb, 8);
    const [fault] = read([header, attribute(type, (1 << 6) | (1 << 7) | (1 << 8)), saved]).faults;
    expect([...fault!.saved!.values]).toEqual([
      [6, 0xb0],
      [7, 0x50],
      [16, 0x10],
    ]);
    expect(fault!.saved!.bytes.toString('hex')).toBe('aa00000000000000');
  });

  it('of something else is refused', () => {
    expect(() => read([Buffer.from('Error: no such event, and more')])).toThrow('something else');
  });
});
