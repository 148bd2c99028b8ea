import type { Report } from '../format/report.ts';
import type { PathStep, Suspect } from '../format/suspect.ts';

/** Reports of every outcome, for whatever draws them. */

const mebi = 1024 * 1024;

export const sessions: Suspect = {
  fingerprint: '7f3a91c2',
  kind: 'map',
  title: 'Map `sessions` gains 2,000 entries per interval and never loses any',
  confidence: 0.98,
  confirmed: true,
  path: [
    { edge: '', name: 'src/agent.mjs', kind: 'module' },
    { edge: '.open', name: 'function open', kind: 'closure', location: 'src/client.mjs:16' },
    { edge: 'sessions', name: 'Map', kind: 'collection' },
    { edge: '[]', name: 'Session', kind: 'entry', growing: true },
  ],
  holders: [{ name: 'Map', expression: 'open.sessions', path: [], share: 1 }],
  survivors: { counts: [0, 2000, 2000, 2000], bytes: [0, 1.3 * mebi, 1.3 * mebi, 1.3 * mebi] },
  growth: {
    objectsPerInterval: 2000,
    bytesPerInterval: 1.3 * mebi,
    bytesPerHour: 78 * mebi,
    objectsPerOperation: 1,
  },
  externalShare: 0,
  retainedSize: 4.1 * mebi,
  entryClass: 'Session',
  entryCount: 6000,
  evidence: ['survivors by birth 2000/2000/2000'],
  remedy: ['delete the entry when the session ends, or bound it (TTL, LRU)'],
};

/** Growth that the earlier captures do not prove, held by something that no module reaches. */
export const unproven: Suspect = {
  ...sessions,
  fingerprint: '0badcafe',
  kind: 'array',
  title: 'Array `log` gains 3 items per interval',
  confidence: 0.5,
  confirmed: false,
  path: [
    { edge: '', name: 'globalThis', kind: 'root' },
    { edge: '.log', name: 'Array', kind: 'collection' },
    { edge: '[]', name: 'Line', kind: 'entry', growing: true },
  ],
  holders: [{ name: 'Array', expression: 'globalThis.log', path: [], share: 1 }],
  evidence: [],
  remedy: [],
};

export const leakyReport: Report = {
  schemaVersion: 1,
  tool: { name: 'heaptrail', version: '0.1.0' },
  createdAt: Date.UTC(2026, 0, 31, 12),
  verdict: {
    outcome: 'growth',
    problem: 'retained-objects',
    sentence: `${sessions.title} (1 more suspect)`,
    confidence: 0.98,
    evidence: [],
    next: [],
  },
  suspects: [sessions, unproven],
  intervals: [],
  coverage: {
    captures: 4,
    method: 'survivors-by-birth',
    notSeen: ['worker threads'],
    limits: ['capture 5 was cut off'],
  },
};

export const quietReport: Report = {
  ...leakyReport,
  verdict: {
    outcome: 'none',
    problem: 'none',
    sentence: 'no sustained growth in 4 captures (heap +0.1 MiB, noise ±0.4)',
    confidence: 0.9,
    evidence: [],
    next: [],
  },
  suspects: [],
  coverage: { ...leakyReport.coverage, limits: [] },
};

export const acceptedReport: Report = {
  ...quietReport,
  suppressed: [
    {
      suspect: sessions,
      list: 'suppress',
      reason: 'the test never logs out',
      by: 'fingerprint',
      matches: '7f3a91c2',
    },
  ],
};

export const inconclusiveReport: Report = {
  ...quietReport,
  verdict: {
    outcome: 'inconclusive',
    problem: 'unknown',
    sentence: 'one capture shows what fills the heap, not what grows',
    confidence: 0,
    evidence: [],
    next: ['record again'],
  },
};

export const nativeReport: Report = {
  ...quietReport,
  verdict: {
    outcome: 'growth',
    problem: 'native',
    sentence: 'native memory grows 64.0 MiB/h',
    confidence: 0.8,
    evidence: ['heap flat'],
    next: [],
  },
};

export const reportsByOutcome: Readonly<Record<string, Report>> = {
  growth: leakyReport,
  none: quietReport,
  accepted: acceptedReport,
  inconclusive: inconclusiveReport,
  native: nativeReport,
};

/** A report in which every name that comes out of a heap is this one. */
export function reportNaming(name: string): Report {
  const path: readonly PathStep[] = [
    { edge: '', name, kind: 'module' },
    { edge: `.${name}`, name, kind: 'collection' },
    { edge: '[]', name, kind: 'entry', growing: true },
  ];
  const title = `Map \`${name}\` gains 1 entry per interval`;
  const suspect: Suspect = {
    ...sessions,
    title,
    path,
    holders: [{ name, expression: name, path: [], share: 1 }],
    entryClass: name,
    evidence: [name],
    remedy: [name],
  };
  return {
    ...leakyReport,
    verdict: { ...leakyReport.verdict, sentence: title, evidence: [name] },
    suspects: [suspect],
    target: { pid: 1, runtime: 'node', version: 'v20', command: name },
    suppressed: [
      {
        suspect: { ...suspect, fingerprint: '11111111' },
        list: 'suppress',
        reason: name,
        by: 'path',
        matches: name,
      },
    ],
    coverage: { ...leakyReport.coverage, limits: [name] },
  };
}
