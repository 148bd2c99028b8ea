import { expect, it } from 'vitest';
import type { AllocationSite, StackFrame } from '../../format/allocations.ts';
import { type CallRow, callersOf, callTitle, callTree, depthOf } from './call-rows.ts';

const frame = (name: string, file = 'app/main.mjs'): StackFrame => ({
  function: name,
  file,
  line: 3,
  column: 1,
});
const timer = frame('listOnTimeout', 'node:timers');
const push = { function: 'push', file: '', line: 0, column: 0 };

/** Stacks with the innermost call first, as reports have them. */
function site(...stacks: readonly (readonly [number, ...StackFrame[]])[]): AllocationSite {
  return {
    frame: stacks[0][1],
    bytes: 0,
    bytesPerInterval: 0,
    samples: 1,
    stacks: stacks.map(([bytes, ...frames]) => ({ frames, bytes, bytesPerInterval: 0, share: 0 })),
  };
}

const sites = [
  site([60, frame('keep'), frame('main'), timer], [30, frame('keep'), frame('other'), frame('main'), timer]),
  site([10, push, frame('add'), frame('main'), timer]),
];
const top = callTree({ sites, confidence: 1, evidence: [], share: 1 });

const drawn = (row: CallRow, depth = 0): string[] => [
  `${' '.repeat(depth)}${row.frame?.function ?? 'all'} ${row.retained} ${row.own}`,
  ...row.children.flatMap((child) => drawn(child, depth + 1)),
];

it('joins stacks from the outermost call of the program on', () => {
  expect(drawn(top)).toEqual([
    'all 100 0',
    ' main 100 0',
    '  keep 60 60',
    '  other 30 0',
    '   keep 30 30',
    '  add 10 0',
    '   push 10 10',
  ]);
  expect(depthOf(top)).toBe(4);
  expect(callTitle(top)).toBe('all of it');
  expect(callTitle(top.children[0])).toBe('main  app/main.mjs:3');
});

it('tells the calls of the program from those of Node and the engine', () => {
  const [main] = top.children;
  expect(main.children.map(({ kind, children }) => [kind, children[0]?.kind])).toEqual([
    ['program', undefined],
    ['program', 'program'],
    ['program', 'rest'],
  ]);
  expect(callersOf(sites[0])).toBe('main');
});
