import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { drawHeap } from '../../testing/heap-builder.ts';
import { ScratchFolder } from '../../testing/scratch-folder.ts';
import { toSnapshotText } from '../../testing/snapshot-json.ts';
import { readSnapshot } from './read-snapshot.ts';
import type { StringTable } from './string-table.ts';

const scratch = new ScratchFolder();
afterAll(() => scratch.remove());

const shell = drawHeap(() => {}).json();

function tableOf(strings: readonly string[]): StringTable {
  return readSnapshot(scratch.write(toSnapshotText({ ...shell, strings: ['<dummy>', '', ...strings] })))
    .strings;
}

/** A table whose raw text between the quotes is given. */
function tableOfRaw(raw: readonly string[]): StringTable {
  const text = toSnapshotText({ ...shell, strings: ['<dummy>', '', 'HERE'] });
  return readSnapshot(scratch.write(text.replace('"HERE"', raw.map((entry) => `"${entry}"`).join(','))))
    .strings;
}

describe('strings of a snapshot', () => {
  it('decode as JSON does, whatever is in them', () => {
    const text = fc.oneof(
      fc.string(),
      fc.string({ unit: 'grapheme' }),
      fc.string({ unit: 'binary' }),
      fc.json(),
    );
    fc.assert(
      fc.property(fc.array(text), (strings) => {
        const table = tableOf(strings);
        expect(Array.from({ length: strings.length }, (_, i) => table.get(i + 2))).toEqual(strings);
        table.close();
      }),
      { numRuns: 200 },
    );
  });

  it('keep lone surrogates and escapes of every form', () => {
    const raw = [
      '\\ud83d',
      '\\ude00\\ud83d',
      '\\u0041\\/\\b\\f\\n\\r\\t\\\\\\"',
      'é \u{1f600}',
      '\\ud83d\\ude00',
    ];
    const table = tableOfRaw(raw);
    expect(raw.map((_, i) => table.get(i + 2))).toEqual(raw.map((entry) => JSON.parse(`"${entry}"`)));
  });

  it('may be longer than any buffer', () => {
    const strings = [
      'a'.repeat(3 << 20),
      'b',
      '\u{1f600}\\"'.repeat(1 << 19),
      `${'c'.repeat((1 << 20) - 7)}\\`,
      'end',
    ];
    const table = tableOf(strings);
    expect(strings.map((_, i) => table.get(i + 2) === strings[i])).toEqual(strings.map(() => true));
    expect(table.find(strings[0]!)).toBe(2);
    expect(table.find('end')).toBe(6);
  });

  it('are found by their text', () => {
    const strings = [
      'constructor',
      '__proto__',
      'quote " and \\ and \n',
      'naïve',
      '\u{1f600}',
      'x'.repeat(70_000),
    ];
    const table = tableOf(strings);
    expect(strings.map((text) => table.find(text))).toEqual(strings.map((_, i) => i + 2));
    expect(table.find('')).toBe(1);
    expect(table.find('constructo')).toBe(-1);
    expect(table.find('naive')).toBe(-1);
  });

  it('are found among many', () => {
    const strings = Array.from({ length: 20_000 }, (_, i) => `key ${i} ${'-'.repeat(i % 50)}`);
    const table = tableOf(strings);
    for (const index of [0, 1, 777, 19_999]) expect(table.find(strings[index]!)).toBe(index + 2);
    expect(strings.map((_, i) => table.get(i + 2))).toEqual(strings);
  });

  it('are listed by prefix', () => {
    const table = tableOf(['node:fs', 'node', 'node:', 'mode:fs', 'xnode:fs', 'node:net']);
    const found: string[] = [];
    table.forEachWithPrefix('node:', (index) => found.push(table.get(index)));
    expect(found).toEqual(['node:fs', 'node:', 'node:net']);
  });

  it('have a span that is never shorter than they are', () => {
    const strings = ['', 'a', '\n'.repeat(10), 'é'.repeat(10)];
    const table = tableOf(strings);
    strings.forEach((text, i) => {
      expect(table.span(i + 2)).toBeGreaterThanOrEqual(Buffer.byteLength(JSON.stringify(text)) - 2);
    });
  });

  it('cannot be read after closing', () => {
    const table = tableOf(['late']);
    table.close();
    expect(() => table.get(2)).toThrow(/was closed/);
    table.close();
  });
});
