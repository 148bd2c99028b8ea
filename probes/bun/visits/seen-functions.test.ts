import { expect, it } from 'vitest';
import { pausedStack, SeenFunctions, sampledStack } from './seen-functions.ts';

const fileOf = (scriptId: string) => (scriptId === '1' ? '/app/a.mjs' : undefined);
const place = (line: number, column: number) => ({ scriptId: '1', lineNumber: line, columnNumber: column });
const remote = { type: 'object' };

it('knows a function again, however it was seen', () => {
  const sampled = sampledStack(
    [
      { sourceID: '9', name: 'push', line: -1, column: -1, url: '' },
      { sourceID: '1', name: 'add', line: 5, column: 9, url: '', expressionLocation: { line: 6, column: 3 } },
      { sourceID: '1', name: '(module)', line: 1, column: 1, url: '' },
    ],
    fileOf,
  );
  const paused = pausedStack(
    {
      reason: 'Breakpoint',
      callFrames: [
        {
          functionName: 'add',
          location: place(6, 4),
          scopeChain: [{ type: 'closure', object: remote, location: place(5, 9) }],
          this: remote,
        },
      ],
    },
    fileOf,
  );
  const seen = new SeenFunctions();
  seen.add(sampled);
  seen.add(paused, 10);
  expect(seen.likeliest).toEqual([
    {
      name: 'add',
      scriptId: '1',
      url: '/app/a.mjs',
      line: 4,
      column: 8,
      weight: 11,
      places: [
        { line: 5, column: 2 },
        { line: 6, column: 4 },
      ],
    },
  ]);
});

it('counts a part of what it calls for a caller, once', () => {
  const frame = (name: string, line: number) => ({
    ...{ name, scriptId: '1', url: '/app/a.mjs', line, column: 0, at: undefined },
  });
  const seen = new SeenFunctions();
  seen.add([frame('inner', 1), frame('outer', 2), frame('inner', 1)]);
  expect(seen.likeliest.map(({ name, weight }) => [name, weight])).toEqual([
    ['inner', 1],
    ['outer', 0.25],
  ]);
});
