import { expect, it } from 'vitest';
import type { Report } from '../../format/report.ts';
import type { Suspect } from '../../format/suspect.ts';
import { leakyReport, sessions } from '../example-reports.ts';
import { type LeakTestOptions, leakTestOf } from './options.ts';
import { tellApart } from './tell-apart.ts';

/** Captures with 101, 303 and 101 operations between, as a leak test takes them. */
function reportOf(...suspects: readonly Suspect[]): Report {
  const interval = { from: '', to: '', duration: 100 };
  return {
    ...leakyReport,
    suspects,
    intervals: [101, 303, 101].map((operations) => ({ ...interval, operations })),
  };
}

/** One object of 100 bytes stays of each operation. */
const leak: Suspect = {
  ...sessions,
  survivors: { counts: [900, 101, 303, 101], bytes: [90_000, 10_100, 30_300, 10_100] },
};

function reasons(suspect: Suspect, options: LeakTestOptions = {}): string[] {
  const { leaks, allowed } = tellApart(
    reportOf(suspect),
    leakTestOf(() => {}, options),
  );
  return [...leaks.map(() => 'leak'), ...allowed.map(({ reason }) => reason)];
}

it.each<[string, LeakTestOptions, string]>([
  ['nothing is allowed', {}, 'leak'],
  ['its kind is', { allow: { kinds: ['array', 'map'] } }, 'allowed: kind map'],
  ['another kind is', { allow: { kinds: ['array'] } }, 'leak'],
  ['its holder is', { allow: { paths: ['open.sessions'] } }, 'allowed: path open.sessions'],
  ['a pattern fits its holder', { allow: { paths: ['src/*:*.sessions'] } }, 'allowed: path src/*:*.sessions'],
  ['another holder is', { allow: { paths: ['sessions'] } }, 'leak'],
  ['its package is no installed one', { allow: { packages: ['src'] } }, 'leak'],
  ['another package is', { allow: { packages: ['sessions'] } }, 'leak'],
  ['its fingerprint is', { allow: { fingerprints: ['7F3A91C2'] } }, 'allowed: fingerprint 7F3A91C2'],
  ['another fingerprint is', { allow: { fingerprints: ['00000000'] } }, 'leak'],
  ['the budget has room', { budget: { objects: 1 } }, 'within the budget: 1 object and 100 B per operation'],
  ['the budget is smaller', { budget: { objects: 0.9 } }, 'leak'],
  ['bytes are within', { budget: { bytes: 100 } }, 'within the budget: 1 object and 100 B per operation'],
  ['only one of both is within', { budget: { objects: 1, bytes: 99 } }, 'leak'],
])('tells a leak where %s', (_, options, expected) => {
  expect(reasons(leak, options)).toEqual([expected]);
});

it('allows the leak of a package', () => {
  const path = leak.path.map((step) => ({
    ...step,
    ...(step.location === undefined ? {} : { location: 'node_modules/pool/index.js:16' }),
  }));
  const holders = leak.holders.map((holder) => ({ ...holder, path }));
  const ofPackage: Suspect = { ...leak, path, holders };
  expect(reasons(ofPackage, { allow: { packages: ['pool'] } })).toEqual(['allowed: package pool']);
  expect(reasons(ofPackage, { allow: { packages: ['pool2'] } })).toEqual(['leak']);
});

it('sets aside what grows as much in an interval of three times the operations', () => {
  const byTime: Suspect = { ...leak, survivors: { ...leak.survivors, counts: [900, 60, 61, 60] } };
  expect(reasons(byTime)).toEqual([
    'it does not grow with the operations: 60 / 61 / 60 in intervals of 101 / 303 / 101',
  ]);
});

// In 101, 303 and 101 operations: 0.55 of the highest rate is one of 55 to 100.
it.each<[string, readonly number[], string]>([
  ['rates are just even enough', [100, 168, 100], 'leak'],
  ['rates are just too uneven', [100, 162, 100], 'set aside'],
  ['survivors are just enough for rates', [6, 8, 6], 'set aside'],
  ['survivors are just too few for rates', [6, 7, 6], 'leak'],
])('%s', (_, born, expected) => {
  const suspect: Suspect = { ...leak, survivors: { ...leak.survivors, counts: [900, ...born] } };
  expect(reasons(suspect).map((reason) => (reason === 'leak' ? reason : 'set aside'))).toEqual([expected]);
});

it.each<[string, Partial<Suspect>]>([
  ['too few survivors for rates', { survivors: { ...leak.survivors, counts: [0, 6, 6, 6] } }],
  ['one value that is replaced', { kind: 'string-buffer', survivors: { counts: [0, 0, 0, 30], bytes: [] } }],
])('does not judge %s by the operations', (_, changes) => {
  expect(reasons({ ...leak, ...changes })).toEqual(['leak']);
});
