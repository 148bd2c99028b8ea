import { describe, expect, it } from 'vitest';
import type { PathStep } from '../../format/suspect.ts';
import { fingerprintOf } from '../explain/fingerprint.ts';
import { foldPath } from './fold-path.ts';

type Name = readonly [edge: string, name: string];

function folded(names: readonly Name[]): PathStep[] {
  return foldPath(names.map(([edge, name], node) => ({ step: { edge, name, kind: 'object' }, node }))).map(
    ({ step }) => step,
  );
}

function rounds<Each>(count: number, ...round: readonly Each[]): Each[] {
  return Array.from({ length: count }, () => round).flat();
}

const hub: Name = ['hub', 'Hub'];
const next: Name = ['.next', 'Job'];
const reaction: Name = ['(reactions or result)', 'PromiseReaction'];
const promise: Name = ['(promise or capability)', 'Promise'];
const element: Name = ['[]', 'Array'];

describe('foldPath', () => {
  it('two links of one name are one step', () => {
    expect(folded([hub, next, next, ['.value', 'Map']])).toEqual([
      { edge: 'hub', name: 'Hub', kind: 'object' },
      { edge: '.next', name: 'Job', kind: 'chain', repeats: 2 },
      { edge: '.value', name: 'Map', kind: 'object' },
    ]);
  });

  it('two elements are no chain, and a thousand are one', () => {
    expect(folded([hub, element, element])).toHaveLength(3);
    expect(folded([hub, ...rounds(1_000, element)])).toMatchObject([{}, { edge: '[]', repeats: 1_000 }]);
  });

  it('200,000 links of two nodes are two steps', () => {
    expect(folded([hub, ...rounds(200_000, reaction, promise), ['.kept', 'Array']])).toMatchObject([
      { edge: 'hub' },
      { name: 'PromiseReaction', kind: 'chain', repeats: 200_000 },
      { name: 'Promise', kind: 'chain', repeats: 200_000 },
      { edge: '.kept' },
    ]);
  });

  it('a path of more than 120 steps loses its middle', () => {
    const names = Array.from({ length: 121 }, (_, k) => [`.${'abcdefghijk'[k % 11]}`, `K${k}`] as const);
    expect(folded(names.slice(0, 120))).toHaveLength(120);
    const short = folded(names);
    expect(short).toHaveLength(119);
    expect(short[59]).toMatchObject({ edge: '[…]', name: '… 3 more steps …', kind: 'chain' });
    expect(short.at(-1)).toMatchObject({ name: 'K120' });
  });

  it('a list that gained links is the same leak', () => {
    const list = (links: number) => fingerprintOf(folded([hub, ...rounds(links, reaction, promise)]));
    expect(list(5_000)).toBe(list(4_000));
  });
});
