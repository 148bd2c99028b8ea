import { describe, expect, it } from 'vitest';
import { wordsOfFunction } from './function-words.ts';

/** The words of the function that begins at the mark. */
const words = (marked: string) => {
  const at = marked.indexOf('¦');
  const found = wordsOfFunction(marked.replace('¦', ''), at);
  return found && [...found].toSorted();
};

describe('the words of a function', () => {
  it.each([
    ['a declaration', 'function keep¦(a) { store.set(a, 1); } other()', ['a', 'set', 'store']],
    ['a method', 'class A { keep¦(a) { this.#items.push(a); } drop() {} }', ['#items', 'a', 'push', 'this']],
    ['an arrow', 'use(¦(req) => log.push(req), other)', ['log', 'push', 'req']],
    ['an arrow without parentheses', 'use(¦req => log.push(req)); other()', ['log', 'push', 'req']],
    ['an arrow with a body', 'use(async ¦(a) => { seen[a] = 1; }); other()', ['a', 'seen']],
    ['a default that is a function', 'f¦(a = () => { x }, { b } = {}) { c } other', ['a', 'b', 'c', 'x']],
    ['strings and comments', 'f¦() { "a { b"; \'}\'; /* c } */ d; // e }\n } other', ['d']],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the source that is read
    ['templates', 'f¦() { `a ${b + `c ${d}` + {}} e`; } other', ['b', 'd']],
    [
      'regular expressions',
      'f¦() { x = /[}/]a}/.test(b); y = c / d / e } other',
      ['b', 'c', 'd', 'e', 'test', 'x', 'y'],
    ],
  ])('of %s', (_, source, expected) => {
    expect(words(source)).toEqual(expected);
  });

  it.each([
    ['no function', 'const a = ¦1 + 2;'],
    ['one that is cut off', 'function f¦(a) { b'],
  ])('are not known of %s', (_, source) => {
    expect(words(source)).toBeUndefined();
  });
});
