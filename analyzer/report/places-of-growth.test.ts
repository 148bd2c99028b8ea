import { describe, expect, it } from 'vitest';
import type { Report } from '../../format/report.ts';
import type { Suspect } from '../../format/suspect.ts';
import { leakyReport, sessions, unproven } from '../../testing/example-reports.ts';
import { applyBaseline, updatedBaseline } from './baseline.ts';
import { compareReports } from './compare-reports.ts';
import { placesOf } from './places-of-growth.ts';
import { setAside } from './set-aside.ts';

const order: Suspect = { ...sessions, fingerprint: '11111111', title: 'Array `order` gains 2,000 items' };
const tie = { by: 'values', with: sessions.fingerprint, share: 1 } as const;
/** One growth in two places, and another one. */
const joined: Report = {
  ...leakyReport,
  suspects: [{ ...sessions, parts: [{ tie, suspect: order }] }, unproven],
};
const apart: Report = { ...leakyReport, suspects: [sessions, order, unproven] };

function left({ suspects }: Pick<Report, 'suspects'>): readonly (readonly string[])[] {
  return suspects.map((suspect) => placesOf(suspect).map(({ fingerprint }) => fingerprint));
}

function without(matches: string): Report {
  return setAside(joined, [{ list: 'suppress', index: 0, by: 'fingerprint', matches, reason: 'wanted' }]);
}

describe('a place that is known hides no other', () => {
  it('of the first place, the other one leads', () => {
    const rest = without(sessions.fingerprint);
    expect(left(rest)).toEqual([['11111111'], ['0badcafe']]);
    expect(rest.suppressed?.map(({ suspect }) => suspect.fingerprint)).toEqual([sessions.fingerprint]);
  });

  it('of a part, the first place stays alone', () => {
    expect(left(without('11111111'))).toEqual([[sessions.fingerprint], ['0badcafe']]);
  });

  it('a baseline from when they were told apart accepts both', () => {
    const baseline = updatedBaseline(apart, { suspects: [] }, 0.25);
    expect(baseline.suspects.map(({ fingerprint }) => fingerprint).sort()).toEqual([
      '11111111',
      sessions.fingerprint,
    ]);
    expect(left(applyBaseline(joined, baseline, 0.25))).toEqual([['0badcafe']]);
  });

  it('a baseline of one of them leaves the other, and nothing is gone', () => {
    const baseline = updatedBaseline({ ...apart, suspects: [sessions] }, { suspects: [] }, 0.25);
    const judged = applyBaseline(joined, baseline, 0.25);
    expect(left(judged)).toEqual([['11111111'], ['0badcafe']]);
    expect(judged.baseline?.map(({ state }) => state)).toEqual(['accepted', 'new', 'new']);
  });

  it('a baseline of a joined growth has each of its places', () => {
    expect(updatedBaseline(joined, { suspects: [] }, 0.25).suspects).toHaveLength(2);
  });

  it('diff compares place by place', () => {
    expect(compareReports(apart, joined)).toMatchObject({ new: [], gone: [], worse: false });
    const before = { ...apart, suspects: [sessions, unproven] };
    const diff = compareReports(before, joined);
    expect(diff.new.map(({ fingerprint }) => fingerprint)).toEqual(['11111111']);
    expect(left({ suspects: compareReports(joined, before).gone })).toEqual([['11111111']]);
  });
});
