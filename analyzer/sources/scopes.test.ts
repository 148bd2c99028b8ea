import { readFileSync } from 'node:fs';
import { transformSync } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { type Scope, scopesAround, scopesOf } from './scopes.ts';

/** The names that are declared around the mark, the innermost scope first; scopes that declare nothing are left out. */
const around = (marked: string) => {
  const at = marked.indexOf('¦');
  const top = scopesOf(marked.replace('¦', ''));
  return scopesAround(top, at)
    .map(({ names }) => [...names.keys()].join(' '))
    .filter((names) => names !== '');
};

describe('what is declared around a place', () => {
  it.each([
    ['in a module', 'import x, { y as z } from "m"; const a = 1, b = 2; let c; ¦', ['x z a b c']],
    ['in a function', 'var a; function f(b, c = 1) { let d; ¦ } var e;', ['b c d', 'a f e']],
    ['in an arrow', 'const f = (a, { b: c, ...d }, [e]) => { var g; ¦ };', ['a c d e g', 'f']],
    ['in an arrow without parentheses', 'f(a => g(a, ¦)); let b', ['a', 'b']],
    ['behind an arrow', 'f(a => g(a)); let b; ¦', ['b']],
    ['in an arrow that returns one', 'let f = a => b => ¦c;', ['b', 'a', 'f']],
    ['in a function in a default value', 'const f = (a, b = (c) => ¦c) => 1', ['c', 'a b', 'f']],
    ['in a method', 'class A { #x = (a) => a; static s() {} m(b) { let c; ¦ } }', ['b c', '#x', 'A']],
    ['in a method of an object', 'const o = { a, m(b) { ¦ }, get c() { return 1 } };', ['b', 'o']],
    ['in a block', 'if (a) { let b; ¦ } else { let c }', ['b']],
    ['of var in a block', 'function f() { if (a) { var b; let c; } ¦ }', ['b', 'f']],
    ['in a loop', 'for (const [k, v] of m) f(() => ¦k); let b', ['k v', 'b']],
    ['in a loop with three parts', 'for (let i = 0, n = 1; i < n; i++) { let a; ¦ }', ['a', 'i n']],
    ['in catch', 'try { let a } catch ({ message: b }) { let c; ¦ }', ['c', 'b']],
    ['in a case', 'switch (a) { case "x": { let b; break } default: { let c; ¦ } }', ['c']],
    ['in a named function expression', 'const f = function g(a) { ¦ }', ['a g', 'f']],
    ['in a named class expression', 'const f = class g extends h(() => { let x }) { m() { ¦ } }', ['g', 'f']],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the source that is read
    ['in a template', 'let a = `b ${c.map((d) => `${d} } ${¦d}`)} { `, e;', ['d', 'a e']],
    ['beside regular expressions', 'let a = b / c / d; if (a) /[}"/]{/.test(b); ¦', ['a']],
    ['without semicolons', 'const f = (x) => x + 1\nconst g = 2\nf(y => ¦y)', ['y', 'f g']],
    ['behind words that are properties', 'a.function(b).class.let = 1; let c; ¦', ['c']],
    ['behind an object literal', 'a({ b: { c: 1 }, let: 2, [d]: 3, "e": 4, ...f }); let g; ¦', ['g']],
    ['in a method of what is returned', 'function f() { return { ...a, b(c) { ¦ } } }', ['c', 'f']],
    ['behind a label', 'outer: for (;;) { break outer } let a; ¦', ['a']],
    ['behind an export', 'export { a as b }; export default class C {} export const d = 1; ¦', ['C d']],
    ['in a static block', 'class A { static { let b; ¦ } }', ['b', 'A']],
    ['in an immediate function', '(function () { var a; (() => { let b; ¦ })(); })();', ['b', 'a']],
    ['in code that is cut off', 'function f(a) { let b; ¦', ['a b', 'f']],
    ['behind brackets that close nothing', ') ] } let a; ¦', ['a']],
  ])('%s', (_, marked, expected) => {
    expect(around(marked)).toEqual(expected);
  });

  it('is found among as many arrows as a bundle has in one scope', () => {
    const arrows = Array.from({ length: 100_000 }, (_, i) => `const f${i} = (a, b = () => ${i}) => a + b;`);
    const source = arrows.join('');
    const top = scopesOf(source);
    expect(top.inner).toHaveLength(arrows.length);
    const [inside] = scopesAround(top, source.lastIndexOf('a + b'));
    expect([...inside!.names.keys()]).toEqual(['a', 'b']);
    expect(inside!.inner).toHaveLength(1);
  });

  it('is nothing in code that is nested too deeply', () => {
    expect(around(`let a; ${'('.repeat(200_000)}¦`)).toEqual([]);
  });
});

it('minified code has the scopes that it was made of', () => {
  const shape = ({ names, inner, isFunction }: Scope): unknown[] => {
    const below = inner.flatMap((scope) => {
      const found = shape(scope);
      return found.length === 0 ? [] : [found];
    });
    return names.size === 0 && below.length === 0 ? [] : [isFunction, names.size, ...below];
  };
  const source = readFileSync(new URL('../../analyzer/paths/cheapest-path.ts', import.meta.url), 'utf8');
  const compiled = (minify: boolean) =>
    transformSync(source, { loader: 'ts', minifyIdentifiers: minify, minifyWhitespace: minify }).code;
  expect(shape(scopesOf(compiled(true)))).toEqual(shape(scopesOf(compiled(false))));
});
