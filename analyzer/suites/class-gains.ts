import { createHash } from 'node:crypto';
import { bytes, count, counted } from '../../format/quantities.ts';
import { type Report, reportSchemaVersion } from '../../format/report.ts';
import type { Suspect } from '../../format/suspect.ts';
import { tool } from '../../format/tool.ts';
import type { Bytes, EpochMillis, Millis } from '../../format/units.ts';
import { suiteLimits } from '../../judgement/parameters/suites.ts';
import { verdictOfSuspects } from '../report/verdict.ts';

/** What one test file leaves behind in a runtime that can only count its objects by class. */
export interface ClassGains {
  /** Relative to the directory of the suite. */
  readonly file: string;
  readonly bytes: Bytes;
  /** More of each class than before its first test. */
  readonly gains: Readonly<Record<string, number>>;
  /** What looking has cost the suite. */
  readonly cost: Millis;
}

const classesNamed = 3;

/** The files that leave more than the others, as every format of a report shows them. No holder is known. */
export function reportOfGains(files: readonly ClassGains[], createdAt: EpochMillis): Report {
  const usual = usualOf(files);
  const suspects = files
    .filter((file) => file.bytes - usual >= suiteLimits.leastGain)
    .sort((a, b) => b.bytes - a.bytes)
    .map(suspectOf);
  return {
    schemaVersion: reportSchemaVersion,
    tool,
    createdAt,
    verdict:
      suspects.length > 0
        ? verdictOfSuspects(suspects, 0, [])
        : {
            outcome: 'none',
            problem: 'none',
            sentence: `none of ${counted(files.length, 'test file')} leaves ${bytes(suiteLimits.leastGain)} more behind than the others`,
            confidence: suiteLimits.sure,
            evidence: [],
            next: [],
          },
    suspects,
    intervals: [],
    coverage: {
      captures: 0,
      method: 'ledger-only',
      notSeen: ['memory outside the JavaScript heap', 'what holds it: Bun counts objects by class'],
      limits: [],
    },
  };
}

/** The table at the end of a suite. */
export function gainsText({ suspects, verdict }: Report, files: readonly ClassGains[]): string {
  const head =
    suspects.length === 0
      ? verdict.sentence
      : `${count(suspects.length)} of ${counted(files.length, 'test file')} ${suspects.length === 1 ? 'leaves' : 'leave'} ${bytes(suspects.reduce((sum, { retainedSize }) => sum + retainedSize, 0))} behind`;
  const cost = files.reduce((sum, file) => sum + file.cost, 0);
  return [
    '',
    `heaptrail: ${head}`,
    ...suspects.map(({ title }) => `  ${title}`),
    '',
    `looked at: ${counted(files.length, 'test file')}, objects by class; looking took ${(cost / 1000).toFixed(1)} s`,
    '',
  ].join('\n');
}

function usualOf(files: readonly ClassGains[]): Bytes {
  if (files.length < suiteLimits.filesForUsual) return 0;
  return Math.max(0, files.map((file) => file.bytes).sort((a, b) => a - b)[files.length >> 1]);
}

function suspectOf({ file, bytes: size, gains }: ClassGains): Suspect {
  const most = Object.entries(gains)
    .filter(([, gain]) => gain > 0)
    .sort(([, a], [, b]) => b - a);
  const named = most.slice(0, classesNamed).map(([name, gain]) => `${count(gain)} more ${name}`);
  const objects = most.reduce((sum, [, gain]) => sum + gain, 0);
  return {
    fingerprint: createHash('sha256').update(`test file ${file}`).digest('hex').slice(0, 8),
    kind: 'objects',
    title: `${file} leaves ${bytes(size)}: ${named.join(', ')}`,
    confidence: suiteLimits.sure,
    confirmed: true,
    path: [{ edge: '', name: file, kind: 'module' }],
    holders: [],
    survivors: { counts: [0, objects], bytes: [0, size] },
    growth: { objectsPerInterval: objects, bytesPerInterval: size },
    externalShare: 0,
    retainedSize: size,
    entryClass: most[0]?.[0] ?? '',
    entryCount: objects,
    evidence: [`counted after a collection before its first test and after its last one`],
    remedy: [
      'release what its tests keep in afterEach or afterAll; run it in Node too: there, heaptrail names the holder',
    ],
  };
}
