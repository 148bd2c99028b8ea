import fc from 'fast-check';
import { expect, it } from 'vitest';
import { packTable, unpackTable } from './page-table.ts';

const text = fc.string({ unit: 'binary', maxLength: 20 });
const table = fc.record({
  strings: fc.array(text, { maxLength: 8 }),
  columns: fc.dictionary(
    fc.string({ minLength: 1, maxLength: 6 }).filter((name) => name !== '__proto__'),
    fc.oneof(
      fc.uint8Array({ maxLength: 9 }),
      fc.int32Array({ maxLength: 9 }),
      fc.uint32Array({ maxLength: 9 }),
      fc.float64Array({ maxLength: 9 }),
    ),
  ),
});

it('gives back every table as it was packed', () => {
  fc.assert(
    fc.property(table, (before) => {
      const after = unpackTable(packTable(before));
      expect(after.strings).toEqual(before.strings);
      expect({ ...after.columns }).toEqual({ ...before.columns });
    }),
  );
});

it('keeps texts that are no markup and no valid UTF-16', () => {
  const strings = ['', '</script><script>', '\ud800', 'שלום', '\u0000"\\'];
  expect(unpackTable(packTable({ strings, columns: {} })).strings).toEqual(strings);
});

it('refuses a column that no reader would know', () => {
  const columns = { odd: new Int8Array(1) as unknown as Uint8Array };
  expect(() => packTable({ strings: [], columns })).toThrow(TypeError);
});
