import { describe, expect, it } from 'vitest';
import type { Report } from '../../format/report.ts';
import { parseReport } from '../../format/report-text.ts';
import type { PathStep, Suspect } from '../../format/suspect.ts';
import { renderJson } from './json.ts';
import { setAside } from './set-aside.ts';
import { fits, type SuspectRule } from './suspect-rule.ts';
import { renderText } from './text.ts';
import { verdictOfSuspects } from './verdict.ts';

const mebi = 1024 * 1024;

function suspect(fingerprint: string, file: string, variable: string, more: Partial<Suspect> = {}): Suspect {
  const path: PathStep[] = [
    { edge: '', name: file, kind: 'module' },
    { edge: variable, name: 'Map', kind: 'collection' },
    { edge: '[]', name: 'Session', kind: 'entry', location: 'src/session.mjs:3', growing: true },
  ];
  return {
    fingerprint,
    kind: 'map',
    title: `Map \`${variable}\` gains 2,000 entries per interval`,
    confidence: 0.98,
    confirmed: true,
    path,
    holders: [{ name: 'Map', expression: variable, path: path.slice(0, 2), share: 1 }],
    survivors: { counts: [0, 2000, 2000], bytes: [0, mebi, mebi] },
    growth: { objectsPerInterval: 2000, bytesPerInterval: mebi },
    externalShare: 0,
    retainedSize: 2 * mebi,
    entryClass: 'Session',
    entryCount: 4000,
    evidence: [],
    remedy: [],
    ...more,
  };
}

const sessions = suspect('7f3a91c2', 'src/agent.mjs', 'sessions');
const instances = suspect('0badcafe', 'node_modules/debug/src/common.js', 'createDebug.instances', {
  confidence: 0.9,
});

function reportOf(suspects: readonly Suspect[], captures = 4): Report {
  return {
    schemaVersion: 1,
    tool: { name: 'heaptrail', version: '0.1.0' },
    createdAt: 0,
    verdict: verdictOfSuspects(suspects, captures, ['the heap grew']),
    suspects,
    intervals: [],
    coverage: { captures, method: 'survivors-by-birth', notSeen: [], limits: [] },
  };
}

function rule(by: SuspectRule['by'], matches: string, list: SuspectRule['list'] = 'suppress'): SuspectRule {
  return { list, index: 0, by, matches, reason: 'bounded by the test' };
}

describe('a rule fits', () => {
  it.each([
    ['its fingerprint', sessions, rule('fingerprint', '7F3A91C2'), true],
    ['no other fingerprint', sessions, rule('fingerprint', '7f3a91c3'), false],
    ['the holder as it is written', sessions, rule('path', 'sessions'), true],
    ['the holder in its file', sessions, rule('path', 'src/agent.mjs:sessions'), true],
    ['whatever a star stands for', instances, rule('path', 'debug/*:*.instances'), true],
    ['no part of a holder', instances, rule('path', 'instances'), false],
    [
      'brackets as brackets',
      suspect('00000001', 'a.mjs', 'queues[0].items'),
      rule('path', 'queues[0]*'),
      true,
    ],
    ['dots as dots', instances, rule('path', 'createDebug_instances'), false],
    ['a package', instances, rule('package', 'debug'), true],
    ['no package that only begins so', instances, rule('package', 'deb'), false],
    [
      'a package with a scope',
      suspect('00000001', 'node_modules/@a/b/index.js', 'x'),
      rule('package', '@a/b'),
      true,
    ],
    ['no package that only made what piles up', sessions, rule('package', 'src/session.mjs'), false],
  ])('%s', (_, candidate, applied, wanted) => {
    expect(fits(applied, candidate)).toBe(wanted);
  });

  it('a suspect of two holders only where it fits both', () => {
    const both = { ...instances, holders: [...instances.holders, ...sessions.holders] };
    expect(fits(rule('package', 'debug'), both)).toBe(false);
    expect(fits(rule('path', '*s'), both)).toBe(true);
    expect(fits(rule('fingerprint', '0badcafe'), both)).toBe(true);
  });
});

describe('a report without what is known', () => {
  it('judges by the rest', () => {
    const report = setAside(reportOf([sessions, instances]), [rule('path', 'sessions')]);
    expect(report.verdict).toMatchObject({ outcome: 'growth', sentence: instances.title, confidence: 0.9 });
    expect(report.suspects).toEqual([instances]);
    expect(report.suppressed).toEqual([
      { suspect: sessions, list: 'suppress', reason: 'bounded by the test', by: 'path', matches: 'sessions' },
    ]);
    expect(parseReport(renderJson(report), 'report')).toEqual(report);
  });

  it('is silent if nothing else grows', () => {
    const rules = [rule('path', 'sessions'), rule('package', 'debug', 'libraryLeaks')];
    const report = setAside(reportOf([sessions, instances]), rules);
    expect(report.verdict).toMatchObject({ outcome: 'none', evidence: ['the heap grew'] });
    expect(renderText(report)).toBe(`\
nothing grows except what the configuration names (2 suspects)
  = because:  the heap grew

suppressed[7f3a91c2]: Map \`sessions\` gains 2,000 entries per interval (bounded by the test)
library leak, known[0badcafe]: Map \`createDebug.instances\` gains 2,000 entries per interval (bounded by the test)

looked at: 4 captures, each object dated by the interval it was born in
`);
  });

  it('does not clear a process by two captures', () => {
    const { verdict } = setAside(reportOf([{ ...sessions, confirmed: false }], 2), [
      rule('path', 'sessions'),
    ]);
    expect(verdict.outcome).toBe('inconclusive');
  });

  it('is no more than possible where the rest is not proven', () => {
    const unproven = { ...instances, confirmed: false };
    const { verdict } = setAside(reportOf([sessions, unproven]), [rule('path', 'sessions')]);
    expect(verdict).toMatchObject({ outcome: 'possible', sentence: instances.title });
  });

  it('keeps a verdict on memory that no suspect was blamed for', () => {
    const whole = reportOf([sessions]);
    const native = { ...whole.verdict, problem: 'native' as const, sentence: 'native memory grows 40 MiB/h' };
    expect(setAside({ ...whole, verdict: native }, [rule('path', 'sessions')]).verdict).toEqual(native);
  });

  it('says which entries no longer match anything', () => {
    const { coverage, verdict } = setAside(reportOf([sessions]), [rule('package', 'debug', 'libraryLeaks')]);
    expect(coverage.limits).toEqual([
      'libraryLeaks[0] in the configuration matches no suspect (package debug)',
    ]);
    expect(verdict.outcome).toBe('growth');
  });
});
