import { expect, it } from 'vitest';
import { registers, UnwindTable } from './unwind-table.ts';

/** A file that is loaded at 0x1000: its table of one function, then a common part and that of the function. */
const base = 0x1000;
const start = 0x5000;
const header = Buffer.alloc(20);
const common = Buffer.from([
  ...[20, 0, 0, 0, 0, 0, 0, 0, 1],
  ...Buffer.from('zR\0'),
  // Code by 1, data by -8, return address in 16; pointers relative to their place, in 32 bits.
  ...[1, 0x78, 16, 1, 0x1b],
  // CFA is rsp + 8, and the return address is right below it.
  ...[0x0c, 7, 8, 0x90, 1, 0, 0],
]);
const instructions = [
  // After `push rbp`: CFA is rsp + 16, rbp is saved; after `mov rbp, rsp`: by rbp.
  ...[0x41, 0x0e, 16, 0x86, 2],
  ...[0x43, 0x0d, 6],
  // After 10 more bytes, `leave`.
  ...[0x4a, 0x0c, 7, 8, 0xc6, 0, 0, 0],
];
const entry = Buffer.alloc(4 + 13 + instructions.length);

header.set([1, 0x1b, 3, 0x3b]);
header.writeUInt32LE(1, 8);
header.writeInt32LE(start - base, 12);
header.writeInt32LE(header.length + common.length, 16);
entry.writeUInt32LE(entry.length - 4, 0);
entry.writeUInt32LE(common.length + 4, 4);
entry.writeUInt32LE(0x20, 12);
entry.set(instructions, 17);

const file = Buffer.concat([header, common, entry]);
const table = UnwindTable.of(header, base, (address, size) =>
  file.subarray(address - base, address - base + size),
)!;
const { rsp, rbp, ip } = registers;
const at = (address: number) => {
  const row = table.rowAt(address);
  return row && [row.register, row.offset, [...row.saved]];
};

it('follows a function from its first instruction to its last', () => {
  expect(at(start)).toEqual([rsp, 8, [[ip, -8]]]);
  expect(at(start + 1)).toEqual([
    rsp,
    16,
    [
      [ip, -8],
      [rbp, -16],
    ],
  ]);
  expect(at(start + 4)).toEqual([
    rbp,
    16,
    [
      [ip, -8],
      [rbp, -16],
    ],
  ]);
  expect(at(start + 14)).toEqual([rsp, 8, [[ip, -8]]]);
  expect(table.startOf(start + 9)).toBe(start);
});

it('does not know what is before it and after it', () => {
  expect(at(start - 1)).toBeUndefined();
  expect(at(start + 0x20)).toBeUndefined();
  expect(table.startOf(start + 0x20)).toBeUndefined();
});

it('of another encoding is not read', () => {
  expect(
    UnwindTable.of(Buffer.from('\x01\x1b\x03\x1b0000000000', 'latin1'), base, () => file),
  ).toBeUndefined();
});
