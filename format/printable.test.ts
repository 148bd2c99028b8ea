import { describe, expect, it } from 'vitest';
import { printable, printableJson, printableLines } from './printable.ts';

describe('a name out of the target', () => {
  it.each([
    ['w\x1b]0;T\x07', 'w\ufffd]0;T\ufffd'],
    ['a\n::error::X', 'a\ufffd::error::X'],
    ['::error::X', '\ufffd:error::X'],
    ['  ::warning file=a::X', '\ufffd ::warning file=a::X'],
    ['see ##[error]X', 'see \ufffd#[error]X'],
    ['##vso[task.complete]', '\ufffd#vso[task.complete]'],
    ['gpj\u202egnp', 'gpj\ufffdgnp'],
    ['a\u2066b\u2069\u200e\u061c', 'a\ufffdb\ufffd\ufffd\ufffd'],
    ['\u009b31m', '\ufffd31m'],
    ['half \ud83d', 'half \ufffd'],
  ])('is text and nothing else: %j', (name, expected) => {
    expect(printable(name)).toBe(expected);
  });

  it.each(['std::vector', '\u{1f468}\u200d\u{1f4bb}', '名前', 'é', '# heading', ''])('stays: %s', (name) => {
    expect(printable(name)).toBe(name);
  });

  it('is looked for in all of a value', () => {
    expect(printable({ a: ['\x07', 1, null], b: { c: 'x' } })).toEqual({
      a: ['\ufffd', 1, null],
      b: { c: 'x' },
    });
  });

  it('keeps the lines of a text', () => {
    expect(printableLines('one\x1b\n::two')).toBe('one\ufffd\n\ufffd:two');
  });

  it('stands in JSON as an escape, which says the same', () => {
    const value = { name: '\u202e\u009b\x1b \u{e0001} ok' };
    const text = printableJson(value, 2);
    expect(text).toMatch(/^[\n\x20-\x7e]*$/);
    expect(JSON.parse(text)).toEqual(value);
  });
});
