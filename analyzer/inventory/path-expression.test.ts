import { describe, expect, it } from 'vitest';
import { parsePath } from './path-expression.ts';

describe('a path', () => {
  it.each([
    ['hub', 'hub', []],
    ['hub._events.message', 'hub', ['_events', 'message']],
    ['store["a.b"][\'c"d\']', 'store', ['a.b', 'c"d']],
    ['store.#items', 'store', ['#items']],
    ['pipe[Symbol(owner_symbol)]', 'pipe', ['<symbol owner_symbol>']],
    ['sessions[key].user', 'sessions', ['any', 'user']],
    ['list[].next', 'list', ['any', 'next']],
    ['list[3]', 'list', [3]],
    ['buffer(backing store)', 'buffer', ['(backing store)']],
    ['Node / Environment.x', 'Node / Environment', ['x']],
  ])('%s is read as JavaScript writes it', (text, start, steps) => {
    const path = parsePath(text);
    expect(path.start).toBe(start);
    expect(
      path.steps.map((step) => {
        if (step.kind === 'property') return step.name;
        if (step.kind === 'element') return step.index;
        return step.kind === 'internal' ? step.label : step.kind;
      }),
    ).toEqual(steps);
    expect(path.upTo.at(-1)).toBe(text);
    expect(path.upTo).toHaveLength(steps.length + 1);
  });

  it('may name the module of its first variable', () => {
    expect(parsePath(' hub.byId in src/agent.mjs ')).toMatchObject({ start: 'hub', module: 'src/agent.mjs' });
    expect(parsePath('hub')).not.toHaveProperty('module');
  });

  it.each([
    ['', 'is not a path: it is empty'],
    ['a..b', '..b cannot be read'],
    ['.a', 'is not a path'],
    ['…a.b', 'does not say where it starts'],
  ])('that is none is refused: "%s"', (text, fact) => {
    expect(() => parsePath(text)).toThrow(fact);
  });
});
