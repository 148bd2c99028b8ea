import { describe, expect, it } from 'vitest';
import type { Report } from './report.ts';
import { parseReport } from './report-text.ts';
import { UserError } from './user-error.ts';

const report: Report = {
  schemaVersion: 1,
  tool: { name: 'heaptrail', version: '0.1.0' },
  createdAt: 5,
  verdict: {
    outcome: 'growth',
    problem: 'retained-objects',
    sentence: 'it grows',
    confidence: 0.5,
    evidence: ['a'],
    next: [],
    parts: [
      { name: 'heap', state: 'grows', reason: 'it grows', first: 1, last: 2, perHour: 3 },
      { name: 'native', state: 'not-judged', reason: 'not measured' },
    ],
  },
  suspects: [
    {
      fingerprint: '7f3a91c2',
      kind: 'map',
      title: 'it grows',
      confidence: 0.5,
      confirmed: true,
      path: [
        { edge: '', name: 'agent.mjs', kind: 'module' },
        { edge: '[]', name: 'Session', kind: 'entry', growing: true, location: 'agent.mjs:3', repeats: 2 },
      ],
      holders: [{ name: 'Map', expression: 'sessions', path: [], share: 1 }],
      survivors: { counts: [0, 1], bytes: [0, 16] },
      growth: {
        objectsPerInterval: 1,
        bytesPerInterval: 16,
        bytesPerHour: 1,
        objectsPerHour: 1,
        objectsPerOperation: 1,
      },
      externalShare: 0,
      retainedSize: 16,
      entryClass: 'Session',
      entryCount: 1,
      evidence: [],
      remedy: ['delete it'],
    },
  ],
  intervals: [{ from: 'a', to: 'b', duration: 5, operations: 2 }],
  coverage: { captures: 2, method: 'survivors-by-birth', notSeen: ['workers'], limits: [] },
  target: { pid: 1, runtime: 'node', version: 'v20', command: 'node agent.mjs' },
  memory: { duration: 5, samples: 2, series: [{ name: 'rss', first: 1, last: 2, perHour: 3, unsure: true }] },
};

describe('a JSON report', () => {
  it('comes back as it was written', () => {
    expect(parseReport(JSON.stringify(report), 'r.json')).toEqual(report);
  });

  it('may carry fields that a newer program added', () => {
    expect(parseReport(JSON.stringify({ ...report, mood: 'good' }), 'r.json')).toEqual(report);
  });

  it('of an earlier version has a verdict without its parts', () => {
    const { parts: _, ...verdict } = report.verdict;
    const earlier = { ...report, verdict };
    expect(parseReport(JSON.stringify(earlier), 'r.json')).toEqual(earlier);
  });

  it.each([
    ['half of one', JSON.stringify(report).slice(0, 100), 'broken-report', /r\.json is not complete JSON/],
    ['something else', '{"schemaVersion":1}', 'broken-report', /r\.json is not a report/],
    [
      'another version',
      JSON.stringify({ ...report, schemaVersion: 2 }),
      'unknown-schema-version',
      /written by heaptrail 0.1.0 as report schema 2/,
    ],
    [
      'a number too many',
      JSON.stringify(report).replace('"confidence":0.5', '"confidence":5'),
      'broken-report',
      /verdict\.confidence/,
    ],
  ])('is refused with its place: %s', (_, text, code, message) => {
    const refused = () => parseReport(text, 'r.json');
    expect(refused).toThrow(UserError);
    expect(refused).toThrow(message);
    expect(refused).toThrow(expect.objectContaining({ code }));
  });
});
