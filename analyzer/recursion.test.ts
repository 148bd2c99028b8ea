import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { selfCalls } from '../testing/self-calls.ts';

/**
 * Heaps are millions of links deep, and no stack is. So no function calls itself, neither directly nor over others of its
 * file, except these. What they walk has few levels.
 */
const bounded: Readonly<Record<string, string>> = {
  'analyze.ts': 'again for each torn capture of a recording',
  'inventory/open-inventory.ts': 'again for each torn capture of a recording',
  'query/compile.ts': 'the parts of a query, which has at most 2,000 characters',
  'report/json.ts': 'the reports of the heaps in a report, which have none inside',
  'sources/scopes.ts': 'source code, as deep as people write it: a fault there only loses names',
  'triage/telemetry/json-line.ts': 'at most twelve levels of a line',
};

function filesOf(folder: string): string[] {
  const root = fileURLToPath(new URL(folder, import.meta.url));
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .map((file) => file.replaceAll('\\', '/'));
}

it('no function of the analyzer calls itself on a graph', () => {
  const found = filesOf('.').filter((file) => {
    const text = readFileSync(new URL(file, import.meta.url), 'utf8');
    return selfCalls(file, text).length > 0;
  });
  expect(found.sort()).toEqual(Object.keys(bounded).sort());
});

describe('selfCalls', () => {
  it.each([
    ['itself', 'function walk(v) { for (const w of v) walk(w); }', ['walk']],
    ['over another', 'function a() { b(); } function b() { a(); } function c() { a(); }', ['a', 'b']],
    ['as an argument', 'const copyOf = (row) => row.children.map(copyOf);', ['copyOf']],
    ['a method', 'class Walk { #visit(v) { this.#visit(v.next); } }', ['this.#visit']],
    ['inside an arrow', 'function walk(v) { v.forEach((w) => walk(w)); }', ['walk']],
    ['a function of the same name as a method', 'class Names { label(e) { return label(e); } }', []],
    ['a parameter of its name', 'function done({ done }) { return count(done); }', []],
    ['a loop', 'function walk(v) { while (v) v = next(v); }', []],
  ])('finds one that calls %s', (_, text, names) => {
    expect(selfCalls('walk.ts', text)).toEqual(names);
  });
});
