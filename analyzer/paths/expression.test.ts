import { describe, expect, it } from 'vitest';
import type { PathStep } from '../../format/suspect.ts';
import { expressionOf } from './expression.ts';

function path(...steps: Array<[edge: string, name: string, kind?: PathStep['kind']]>): PathStep[] {
  return steps.map(([edge, name, kind = 'object']) => ({ edge, name, kind }));
}

describe('expressionOf', () => {
  it('joins a module variable and its properties', () => {
    expect(
      expressionOf(path(['', 'agent.mjs', 'module'], ['chatRunState', 'Object'], ['.buffers', 'Map'])),
    ).toBe('chatRunState.buffers');
  });

  it('starts anew at a variable of a closure', () => {
    const steps = path(
      ['', 'bus.mjs', 'module'],
      ['listeners', 'Array'],
      ['[]', 'function push'],
      ['q', 'AsyncQueue'],
      ['.queue', 'Array'],
    );
    expect(expressionOf(steps)).toBe('q.queue');
  });

  it('starts at a global that every program reaches by name', () => {
    expect(expressionOf(path(['', 'process', 'root'], ['.namespaces', 'Object']))).toBe('process.namespaces');
  });

  it('uses the class where an internal edge has no name in JavaScript', () => {
    expect(expressionOf(path(['(bound this)', 'Ink'], ['.text', 'string']))).toBe('Ink.text');
  });

  it('keeps the end of a long path', () => {
    const long = path(
      ['a', 'Object'],
      ...'bcdefg'.split('').map((c): [string, string] => [`.${c}`, 'Object']),
    );
    expect(expressionOf(long)).toBe('….c.d.e.f.g');
  });
});
