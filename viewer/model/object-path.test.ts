import { expect, it } from 'vitest';
import { readablePath } from './object-path.ts';
import type { ObjectRow, RetainerRow } from './object-rows.ts';

const object = {} as ObjectRow;
const step = (name: string, edge: string): RetainerRow => ({ name, edge, object });
const words = ({ edge, name }: { edge: string; name: string }) => `${edge} ${name}`.trim();

it('begins where the program begins, and folds stores into the edges out of them', () => {
  const path = [
    step('(root)', '(internal)'),
    step('(GC roots)', '(native handle)'),
    step('scope of src/agent.mjs', 'keep'),
    step('function keep', '(context)'),
    step('Context', 'sessions'),
    step('Map', '(table)'),
    step('(array)', '[key]'),
  ];
  const { before, steps } = readablePath(path, object, 'Session');
  expect(before.map(words)).toEqual(['(root)', '(internal) (GC roots)']);
  expect(steps.map(words)).toEqual([
    'scope of src/agent.mjs',
    'keep function keep',
    'sessions Map',
    '[key] Session',
  ]);
});

it('is whole if no module and no global is on it', () => {
  const { before, steps } = readablePath([step('(root)', ''), step('Stack roots', '')], object, 'Session');
  expect(before).toEqual([]);
  expect(steps.map(words)).toEqual(['(root)', 'Stack roots', 'Session']);
});
