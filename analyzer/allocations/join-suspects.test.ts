import { describe, expect, it } from 'vitest';
import type { Suspect } from '../../format/suspect.ts';
import { type DrawnSample, drawProfile, frameOf } from '../../testing/drawn-profile.ts';
import { sessions } from '../../testing/example-reports.ts';
import { FunctionTexts } from '../sources/function-texts.ts';
import { SourceMaps } from '../sources/source-maps.ts';
import { isGrowing, sitesOf } from './growing-sites.ts';
import { placeKey, type Tie } from './holder-functions.ts';
import { joinSuspects, joinWhatIsLeft, shareOf, withoutStrangers } from './join-suspects.ts';
import { ReportedFrames } from './reported-frames.ts';
import { sampledStacks } from './sampled-stacks.ts';

const intervals = 3;

/** Growth per interval in samples of 100 bytes by stack: the same in each of three intervals. */
function profiled(rates: Readonly<Record<string, number>>) {
  const samples: DrawnSample[] = [];
  let ordinal = 0;
  const profiles = [drawProfile([], { at: 0 })];
  for (let at = 1; at <= intervals; at++) {
    for (const [stack, rate] of Object.entries(rates))
      for (let k = 0; k < rate; k++) samples.push({ stack, size: 100, ordinal: ++ordinal });
    profiles.push(drawProfile([...samples], { at }));
  }
  return sitesOf(sampledStacks(profiles));
}

interface Drawn {
  /** In samples of 100 bytes, as the stacks. */
  readonly gains: number;
  readonly tied?: Readonly<Record<string, Tie>>;
  readonly externalShare?: number;
  readonly entryClass?: string;
}

/** Who is said to allocate what each suspect gains, and which share of it. */
function joined(suspects: Readonly<Record<string, Drawn>>, rates: Readonly<Record<string, number>>) {
  const sites = profiled(rates);
  const drawn = Object.entries(suspects).map(([fingerprint, one]) => ({
    one,
    suspect: suspectOf(fingerprint, one),
  }));
  const joins = joinWhatIsLeft(
    joinSuspects(
      drawn.map(({ suspect }) => suspect),
      sites,
      ({ fingerprint }) => holderFunctions(suspects[fingerprint]),
      new ReportedFrames(),
      new FunctionTexts(new SourceMaps()),
    ).map(withoutStrangers),
    sites.filter(isGrowing),
  );
  return Object.fromEntries(
    joins.map((join) => [
      join.suspect.fingerprint,
      [
        ...new Set(sitesOf(join.stacks.map(({ stack }) => stack)).map(({ frame }) => frame.functionName)),
        shareOf(join),
      ],
    ]),
  );
}

function suspectOf(fingerprint: string, { gains, externalShare = 0 }: Drawn): Suspect {
  return {
    ...sessions,
    fingerprint,
    path: [],
    holders: [],
    externalShare,
    growth: { objectsPerInterval: gains, bytesPerInterval: gains * 100 },
  };
}

function holderFunctions({ tied = {}, entryClass = 'Entry' }: Drawn) {
  const functions = new Map(
    Object.entries(tied).map(([word, tie]) => {
      const { url, lineNumber, columnNumber } = frameOf(word);
      const place = { url, line: lineNumber + 1, column: columnNumber + 1 };
      return [
        placeKey(place),
        { tie, steps: 0, name: word, place, ...(tie === 'calls' ? { via: 'add' } : {}) },
      ];
    }),
  );
  return { functions, closures: [], entryClass };
}

describe('a chain of middleware', () => {
  const suspects = {
    one: { gains: 10, tied: { alpha: 'closes over' } },
    two: { gains: 40, tied: { beta: 'closes over' } },
    three: { gains: 11, tied: { gamma: 'closes over' } },
  } as const;

  it.each([
    ['written by hand', 'serve run alpha', 'serve run alpha run beta', 'serve run alpha run beta run gamma'],
    [
      'of express',
      'node:emit express:next express:layer alpha',
      'node:emit express:next express:layer alpha express:next express:layer beta',
      'node:emit express:next express:layer alpha express:next express:layer beta express:next express:layer gamma',
    ],
    ['whose functions went on after an await', 'alpha', 'beta', 'gamma'],
  ])('%s blames each for its own', (_, first, second, third) => {
    expect(joined(suspects, { [first]: 10, [second]: 40, [third]: 11 })).toEqual({
      one: ['alpha', 1],
      two: ['beta', 1],
      three: ['gamma', 1],
    });
  });

  it('never blames an earlier one for what a later one keeps', () => {
    const { one, three } = suspects;
    const stacks = { 'serve run alpha': 10, 'serve run alpha run beta': 60, 'serve run alpha run gamma': 11 };
    expect(joined({ one, three }, stacks)).toEqual({ one: ['alpha', 1], three: ['gamma', 1] });
  });

  it('is told apart by amounts, if all of it stands in one module', () => {
    const tied = { alpha: 'closes over', beta: 'closes over', gamma: 'closes over' } as const;
    const all = { one: { gains: 10, tied }, two: { gains: 80, tied }, three: { gains: 30, tied } };
    const stacks = { 'run alpha': 10, 'run alpha run beta': 80, 'run alpha run beta run gamma': 30 };
    expect(joined(all, stacks)).toEqual({ one: ['alpha', 1], two: ['beta', 1], three: ['gamma', 1] });
  });
});

it('a function that feeds two holders is told with each', () => {
  const tied = { handle: 'closes over' } as const;
  expect(joined({ one: { gains: 60, tied }, two: { gains: 40, tied } }, { 'serve handle': 100 })).toEqual({
    one: ['handle', 1],
    two: ['handle', 1],
  });
});

it('a helper without a holder at hand leaves the answer to its caller', () => {
  expect(joined({ one: { gains: 20, tied: { handle: 'method' } } }, { 'serve handle make': 20 })).toEqual({
    one: ['make', 1],
  });
});

it('calls of Node may name what they make', () => {
  expect(
    joined({ one: { gains: 20, entryClass: 'Timeout' } }, { 'serve node:setTimeout node:Timeout': 20 }),
  ).toEqual({
    one: ['serve', 1],
  });
});

describe('the share of the growth', () => {
  const tied = { handle: 'closes over' } as const;
  const share = (gains: number, sampled: number, externalShare = 0) =>
    joined({ one: { gains, tied, externalShare } }, { 'serve handle': sampled }).one;

  it('of an origin is from a tenth to half as much again', () => {
    expect(share(100, 140)).toEqual(['handle', 1.4]);
    expect(share(100, 12)).toEqual(['handle', 0.12]);
  });

  it('that is larger or smaller is that of something else', () => {
    expect(share(20, 107)).toEqual([undefined]);
    expect(share(200, 12)).toEqual([undefined]);
  });

  it('is not known of few samples or of growth outside the heap', () => {
    expect(share(2, 3)).toEqual(['handle', undefined]);
    expect(share(100, 12, 0.9)).toEqual(['handle', undefined]);
  });
});

describe('growth that only the runtime holds', () => {
  it('is joined to the site that gains as much, and stays alone if several do', () => {
    const stacks = { 'serve handle': 20, 'serve other': 90 };
    expect(joined({ native: { gains: 22 } }, stacks)).toEqual({ native: ['handle', 0.91] });
    expect(joined({ native: { gains: 22 } }, { ...stacks, 'serve third': 21 })).toEqual({
      native: [undefined],
    });
  });
});
