import { describe, expect, it } from 'vitest';
import type { NativeOwner, NativeOwners } from '../../format/native-owners.ts';
import type { Suspect } from '../../format/suspect.ts';
import type { Verdict } from '../../format/verdict.ts';
import { joinedWithSuspects, withFirstOwner } from './native-owner-verdict.ts';

const mebi = 2 ** 20;
const owner: NativeOwner = {
  kind: 'binding',
  name: 'node::ZlibContext',
  module: 'node',
  functions: [{ name: 'deflateInit2_', share: 1 }],
  born: [mebi, mebi],
  bytes: 2 * mebi,
  bytesPerHour: 360 * mebi,
  share: 0.63,
  growth: 'proven',
  calledBy: { name: 'openStream', file: '/app/server.mjs', line: 12, column: 3, share: 1 },
};
const owners = (...list: NativeOwner[]): NativeOwners => ({
  duration: 20_000,
  gained: 3 * mebi,
  owners: list,
  limits: [],
});
const verdict: Verdict = {
  outcome: 'growth',
  problem: 'native',
  sentence: 'native memory grows 600 MiB/h',
  confidence: 0.9,
  evidence: [],
  next: [],
};

describe('a verdict of native growth', () => {
  it('names who takes the memory', () => {
    expect(withFirstOwner(verdict, owners(owner))).toEqual({
      ...verdict,
      sentence: 'native memory grows 600 MiB/h, 63 % of the new memory by `node::ZlibContext` in node',
      evidence: [
        'new pages: `node::ZlibContext` in node (deflateInit2_) took and keeps, in every interval, 2.0 MiB (360 MiB/h), ' +
          '63 % of new native memory, called by `openStream` server.mjs:12',
      ],
      next: [
        'look for objects of `node::ZlibContext` in node that are never closed or released, from `openStream` on',
      ],
    });
  });

  it('does not ask anybody to release what is free already', () => {
    const { sentence, evidence, next } = withFirstOwner(verdict, owners(owner), 'fragmentation');
    expect([sentence, next]).toEqual([verdict.sentence, verdict.next]);
    expect(evidence).toEqual([expect.stringMatching(/^new pages: `node::ZlibContext`/)]);
  });

  it.each<[string, number, boolean]>([
    ['an owner takes just enough to be named', 0.3, true],
    ['an owner takes too little to be named', 0.29, false],
  ])('%s', (_, share, isNamed) => {
    const told = withFirstOwner(verdict, owners({ ...owner, share }));
    expect(told.sentence !== verdict.sentence).toBe(isNamed);
  });

  it.each<[string, Partial<NativeOwner>]>([
    ['the engine', { kind: 'engine' }],
    ['a stack that is cut', { kind: 'unknown' }],
    ['memory that did not grow', { growth: 'refuted' }],
  ])('does not blame %s', (_, change) => {
    expect(withFirstOwner(verdict, owners({ ...owner, ...change }))).toBe(verdict);
  });
});

it.each<[string, Partial<Verdict>]>([
  ['none', { outcome: 'none', problem: 'none' }],
  ['inconclusive', { outcome: 'inconclusive', problem: 'unknown' }],
  ['growth of something else', { problem: 'retained-objects' }],
])('an owner does not change a verdict of %s', (_, change) => {
  const other = { ...verdict, ...change };
  expect(withFirstOwner(other, owners(owner))).toBe(other);
});

it.each<[string, boolean]>([
  ['Deflate', true],
  ['ZlibContext', true],
  ['Object', false],
  ['Inflate', false],
])('a suspect whose entries are %s', (entryClass, isJoined) => {
  const suspect = { fingerprint: 'acad83e3', entryClass, path: [] } as unknown as Suspect;
  const [joined] = joinedWithSuspects(owners(owner), [suspect])!.owners;
  expect(joined!.suspect).toBe(isJoined ? 'acad83e3' : undefined);
});
