import { expect, it } from 'vitest';
import type { StackFrame } from '../../format/allocations.ts';
import { foldDependencies, hasFolds } from './fold-dependencies.ts';

const own = (name: string): StackFrame => ({ function: name, file: 'src/app.mjs', line: 1, column: 1 });
const of = (file: string, line: number): StackFrame => ({
  function: 'handle',
  file,
  line,
  column: 1,
  dependency: true,
});
const names = (frames: readonly StackFrame[]) => frames.map((frame) => frame.function);

it('folds calls of dependencies, and leaves those of the program', () => {
  const frames = [
    own('listen'),
    ...[1, 2, 3].map((line) => of('express/lib/router.js', line)),
    of('@scope/body/index.js', 4),
    own('handler'),
    of('lodash/map.js', 1),
    of('lodash/map.js', 2),
    own('keep'),
  ];
  expect(names(foldDependencies(frames))).toEqual([
    'listen',
    '4 calls in express, @scope/body',
    'handler',
    'handle',
    'handle',
    'keep',
  ]);
});

it('says whether there is something to fold', () => {
  const sites = (frames: readonly StackFrame[]) => ({ sites: [{ stacks: [{ frames }] }] }) as never;
  expect(hasFolds(sites([own('a'), of('x/a.js', 1), of('x/a.js', 2)]))).toBe(false);
  expect(hasFolds(sites([1, 2, 3].map((line) => of('x/a.js', line))))).toBe(true);
});
