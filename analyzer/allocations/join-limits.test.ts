import { describe, expect, it } from 'vitest';
import type { PathStep, Suspect } from '../../format/suspect.ts';
import { frameOf } from '../../testing/drawn-profile.ts';
import { sessions } from '../../testing/example-reports.ts';
import type { FunctionTexts } from '../sources/function-texts.ts';
import { sitesOf } from './growing-sites.ts';
import { type HolderFunctions, placeKey } from './holder-functions.ts';
import {
  confidenceOf,
  type Join,
  type JoinedStack,
  joinSuspects,
  joinWhatIsLeft,
  shareOf,
  withoutStrangers,
} from './join-suspects.ts';
import { ReportedFrames } from './reported-frames.ts';
import type { SampledStack } from './sampled-stacks.ts';

/** It gains 100,000 bytes in each of three intervals. */
const suspect: Suspect = {
  ...sessions,
  holders: [],
  path: [],
  growth: { objectsPerInterval: 100, bytesPerInterval: 100_000 },
};

/** So many samples in all, and a share of the suspect's growth in each of three intervals. */
function stackOf(word: string, samples: number, share = 1): SampledStack {
  const perInterval = (value: number) => [0, value, value, value];
  const bytes = perInterval(100_000 * share);
  return { frames: [frameOf(word)], bytes, samples: perInterval(samples / 3), alive: bytes };
}

const joined = (strength: number, stack: SampledStack): JoinedStack => ({
  stack,
  bond: { strength, words: '' },
  part: 1,
});

/** The bonds that are left when strangers are gone. */
const kept = (stacks: readonly JoinedStack[], changes: Partial<Suspect> = {}) =>
  withoutStrangers({ suspect: { ...suspect, ...changes }, stacks }).stacks.map(({ bond }) => bond.strength);

describe('what belongs to a suspect', () => {
  it('just enough samples are told', () => {
    expect(kept([joined(0.9, stackOf('handle', 3))])).toHaveLength(1);
    expect(kept([joined(0.9, stackOf('handle', 2))])).toHaveLength(0);
  });

  it('a bond that is just strong enough to answer leaves out what stands beside it', () => {
    const beside = (strength: number) =>
      kept([joined(strength, stackOf('handle', 900, 0.5)), joined(0.2, stackOf('other', 900, 0.5))]);
    expect(beside(0.5)).toEqual([0.5]);
    expect(beside(0.49)).toEqual([0.49, 0.2]);
  });

  it('a bond that is just strong enough beside the strongest stays', () => {
    const beside = (strength: number) =>
      kept([joined(0.8, stackOf('handle', 900, 0.5)), joined(strength, stackOf('other', 900, 0.5))]);
    expect(beside(0.41)).toEqual([0.8, 0.41]);
    expect(beside(0.4)).toEqual([0.8]);
  });

  it('a site of just enough of the growth is an origin', () => {
    expect(kept([joined(0.9, stackOf('handle', 900, 0.101))])).toHaveLength(1);
    expect(kept([joined(0.9, stackOf('handle', 900, 0.099))])).toHaveLength(0);
  });

  it('a site of just not too much of the growth has a share of it', () => {
    const share = (of: number) => shareOf({ suspect, stacks: [joined(0.9, stackOf('handle', 900, of))] });
    expect(share(1.49)).toBe(1.49);
    expect(share(1.5)).toBeUndefined();
  });

  it('a call at hand that is alone with too much of the growth is told just up to three times of it', () => {
    expect(kept([joined(0.9, stackOf('handle', 900, 2.99))])).toHaveLength(1);
    expect(kept([joined(0.9, stackOf('handle', 900, 3))])).toHaveLength(0);
    expect(kept([joined(0.49, stackOf('handle', 900, 2))])).toHaveLength(0);
    const beside = [joined(0.9, stackOf('handle', 900, 2)), joined(0.9, stackOf('other', 900, 0.5))];
    expect(kept(beside)).toHaveLength(1);
  });

  it('growth of which just enough is in the heap has a share that was sampled', () => {
    const share = (externalShare: number) =>
      shareOf({ suspect: { ...suspect, externalShare }, stacks: [joined(0.9, stackOf('handle', 900, 0.5))] });
    expect(share(0.49)).toBe(0.98);
    expect(share(0.5)).toBeUndefined();
  });
});

describe('how sure a join is', () => {
  const sure = (strength: number, samples: number, share = 1) =>
    confidenceOf({ suspect, stacks: [joined(strength, stackOf('handle', samples, share))] });

  // 10,000 samples are off by 1 %.
  it('amounts that just agree make it surer', () => {
    expect(sure(0.8, 10_000, 0.5)).toBe(0.85);
    expect(sure(0.8, 10_000, 0.49)).toBe(0.7);
  });

  it('a join of few samples is less sure by half of their error', () => {
    expect(sure(0.8, 4)).toBe(0.65);
  });

  it('a join is never surer than this', () => {
    expect(sure(1, 10_000)).toBe(0.95);
  });

  it('a join is never less sure than this', () => {
    expect(sure(0.1, 10_000, 0.2)).toBe(0.05);
  });
});

describe('what is left', () => {
  const left = (share: number, externalShare = 0) => {
    const bare: Join = { suspect: { ...suspect, externalShare }, stacks: [] };
    const others: Join = { suspect, stacks: [] };
    const sites = sitesOf([stackOf('handle', 900, share)]);
    return externalShare === 0
      ? joinWhatIsLeft([bare, { ...others, suspect: { ...suspect, externalShare: 0.9 } }], sites)[0].stacks
      : joinWhatIsLeft([bare], sites)[0].stacks;
  };

  it('a site that is alike in amount may be its origin', () => {
    expect(left(0.51).map(({ bond }) => bond.strength)).toEqual([0.3]);
    expect(left(0.49)).toEqual([]);
    expect(left(1.49).map(({ bond }) => bond.strength)).toEqual([0.3]);
    expect(left(1.51)).toEqual([]);
  });

  it('a site that is left alone may be the origin of growth that sampling does not see', () => {
    expect(left(0.1, 0.9).map(({ bond }) => bond.strength)).toEqual([0.25]);
  });
});

// One function has two holders at hand. Its code names the way to the first (0.765), and the second, which is some
// properties away: 0.8 for one and 0.7 for two.
it('bonds that are just alike leave it to the amounts', () => {
  const { url, lineNumber, columnNumber } = frameOf('handle');
  const key = placeKey({ url, line: lineNumber + 1, column: columnNumber + 1 });
  const path = (...names: readonly string[]): PathStep[] =>
    names.map((edge) => ({ edge, name: 'Object', kind: 'object' }));
  const one = { ...suspect, fingerprint: 'one', path: path('hub', 'first') };
  const two = { ...suspect, fingerprint: 'two', path: path('second') };
  const feeds = (steps: number) => {
    const tied = (away: number): HolderFunctions => ({
      functions: new Map([[key, { tie: 'closes over', steps: away }]]),
      closures: [],
      entryClass: 'Entry',
    });
    return joinSuspects(
      [one, two],
      sitesOf([stackOf('handle', 900, 2)]),
      ({ fingerprint }) => tied(fingerprint === 'one' ? 0 : steps),
      new ReportedFrames(),
      { wordsAt: () => new Set(['hub', 'second']) } as unknown as FunctionTexts,
    ).map(({ stacks }) => stacks.length);
  };
  expect(feeds(1)).toEqual([1, 1]);
  expect(feeds(2)).toEqual([1, 0]);
});
