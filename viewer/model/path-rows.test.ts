import { describe, expect, it } from 'vitest';
import type { PathStep } from '../../format/suspect.ts';
import { pathRows } from './path-rows.ts';

const module: PathStep = { edge: '', name: 'agent.mjs', kind: 'module' };
const growing = (path: readonly PathStep[]) =>
  pathRows(path)
    .filter((row) => row.growing)
    .map((row) => row.label);

describe('the growing edge', () => {
  it('is the name of the holder where entries are reached by index', () => {
    const path: PathStep[] = [
      module,
      { edge: '.sessions', name: 'Map', kind: 'collection' },
      { edge: '[key]', name: 'Session', kind: 'entry', growing: true },
    ];
    expect(growing(path)).toEqual(['sessions']);
  });

  it('is the edge itself where it has a name', () => {
    const path: PathStep[] = [module, { edge: '.text', name: 'string', kind: 'string', growing: true }];
    expect(growing(path)).toEqual(['text']);
  });

  it('is none where the path tells of none', () => {
    expect(growing([module])).toEqual([]);
  });
});

it('begins with what the path starts at, and says what each edge reaches', () => {
  expect(
    pathRows([module, { edge: '.next', name: 'Link', kind: 'chain', repeats: 300, location: 'list.mjs:4' }]),
  ).toEqual([
    { label: 'agent.mjs', name: '', kind: 'module', location: undefined, growing: false, repeats: 1 },
    { label: 'next', name: 'Link', kind: 'chain', location: 'list.mjs:4', growing: false, repeats: 300 },
  ]);
});
