import { expect, it } from 'vitest';
import { wrappedLines } from './wrapped-lines.ts';

const wrapped = (...lines: readonly string[]) => wrappedLines(lines.join('\n'), 60).split('\n');

it('leaves lines that fit as they are', () => {
  const line = 'x'.repeat(60);
  expect(wrapped(line, '', '  two')).toEqual([line, '', '  two']);
});

it('hangs the rest of a note below its text', () => {
  expect(
    wrapped('  = help:     delete the entry when its session ends, including on errors and timeouts'),
  ).toEqual([
    '  = help:     delete the entry when its session ends,',
    '              including on errors and timeouts',
  ]);
  expect(wrapped('  = evidence: survivors by birth: 65 / 69 / 68 (before the first capture: 272)')).toEqual([
    '  = evidence: survivors by birth: 65 / 69 / 68 (before the',
    '              first capture: 272)',
  ]);
});

it('hangs the rest of a sentence two columns in', () => {
  expect(wrapped('growth: Map `diagnostics` gains 68 entries per interval and never loses any')).toEqual([
    'growth: Map `diagnostics` gains 68 entries per interval and',
    '  never loses any',
  ]);
});

it('keeps the frame of a path, and what is in its second column there', () => {
  expect(wrapped('   │   ↓ open           function open, lsp-diagnostics/lsp-client.mjs:16')).toEqual([
    '   │   ↓ open           function open,',
    '   │                    lsp-diagnostics/lsp-client.mjs:16',
  ]);
});

it('breaks no command, so that it can be copied', () => {
  const line = `  = more:     heaptrail explain ${'long/path/'.repeat(4)}agent.heaptrail db0d81cd`;
  expect(wrapped(line)).toEqual([line]);
});

it('breaks no row of a table', () => {
  const row = `  3,747  1.1 MiB  1.1 MiB  diagnostics[key][].message  string  lsp-diagnostics/agent.mjs`;
  expect(wrapped(row)).toEqual([row]);
  const event = `21:05:09  started   watching 4711: node server.mjs, recordings in heaptrail-watch`;
  expect(wrapped(event)).toEqual([
    '21:05:09  started   watching 4711: node server.mjs,',
    '                    recordings in heaptrail-watch',
  ]);
});

it('breaks no word, however long it is', () => {
  const path = `/srv/${'a'.repeat(80)}/server.mjs`;
  expect(wrapped(`recorded in ${path}`)).toEqual(['recorded in', `  ${path}`]);
  expect(wrapped(path)).toEqual([path]);
});

it('does not hang the rest in a column that is too narrow', () => {
  expect(wrapped(`${'a'.repeat(40)}  one two three four five six seven`)).toEqual([
    `${'a'.repeat(40)}  one two three four`,
    '  five six seven',
  ]);
});

it('counts neither colors nor links', () => {
  const link = `\x1b]8;;file:///srv/server.mjs\x1b\\server.mjs\x1b]8;;\x1b\\`;
  const line = `\x1b[31m${'a'.repeat(40)}\x1b[39m ${link}`;
  expect(wrapped(line)).toEqual([line]);
});

it('leaves a terminal alone that is too narrow for any indent', () => {
  const line = 'word '.repeat(20).trim();
  expect(wrappedLines(line, 39)).toBe(line);
  expect(wrappedLines(line, 40)).not.toBe(line);
});
