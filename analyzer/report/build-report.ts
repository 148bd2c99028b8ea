import type { MemoryTrend } from '../../format/memory-trend.ts';
import type { NativeCause } from '../../format/native-cause.ts';
import type { NativeOwners } from '../../format/native-owners.ts';
import { counted } from '../../format/quantities.ts';
import type { Report } from '../../format/report.ts';
import { reportSchemaVersion } from '../../format/report.ts';
import { tool } from '../../format/tool.ts';
import type { EpochMillis } from '../../format/units.ts';
import type { Verdict } from '../../format/verdict.ts';
import { unknownCalls } from '../allocations/unknown-calls.ts';
import { nativeOwners } from '../native/native-owners.ts';
import type { OpenedRecording } from '../recording/open-recording.ts';
import type { FoundSuspects } from '../search/search.ts';
import type { Triage } from '../triage/judge.ts';
import { type ResidentChange, residentChange } from '../triage/resident-change.ts';
import { residentTrend } from '../triage/resident-trend.ts';
import { partsOfRecording } from './asked-parts.ts';
import { nativeCause } from './native-cause.ts';
import { withCause } from './native-cause-verdict.ts';
import { joinedWithSuspects, withFirstOwner } from './native-owner-verdict.ts';
import { pulseEvidence, pulseTrend } from './pulse-trend.ts';
import { reportTarget } from './report-target.ts';
import { unseenThreads } from './unseen-threads.ts';
import { blamedOutside, type Judged, verdictOf } from './verdict.ts';

/** What was found by looking into the captures. */
export type Findings = FoundSuspects;

/** Where the captures could not be compared, the ledger is all there is. */
export const noFindings: Findings = {
  suspects: [],
  nearlyFull: [],
  method: 'ledger-only',
  intervals: [],
  notSeen: [],
  limits: [],
  heap: { sizes: [] },
};

/** Joins what the captures show with what the ledger shows. Pure but for the moment it is given. */
export function buildReport(
  findings: Findings,
  triage: Triage,
  recording: OpenedRecording,
  createdAt: EpochMillis,
): Report {
  const captures = recording.captures.length;
  const { sizes, atPulses } = findings.heap;
  const looks = findings.visits ?? atPulses?.length ?? captures;
  const found = findings.suspects;
  const judged: Judged = {
    suspects: found,
    nearlyFull: findings.nearlyFull,
    looks,
    by: findings.visits !== undefined ? 'visit' : atPulses === undefined ? 'capture' : 'pulse',
    capturesRefused: recording.manifest?.capturesRefused !== undefined,
    heapSizes: atPulses ?? sizes,
    triage,
    asked: partsOfRecording(recording),
    resident: residentChange(recording.samples),
    runtime: recording.manifest?.target.runtime,
    unseenThreads: unseenThreads(recording.manifest),
  };
  const pulses = pulseTrend(recording.pulses ?? []);
  const owners = joinedWithSuspects(
    recording.native && nativeOwners(recording.native, recording.manifest?.target.executable),
    found,
  );
  const cause = nativeCause(recording.samples, triage, recording.manifest?.experiment);
  const named = withFirstOwner(withCause(verdictOf(judged), cause), owners, cause?.kind);
  const verdict = withEvidence(named, pulses === undefined ? [] : [pulseEvidence(pulses)]);
  // Growth outside the heap must not be blamed on a holder that was never proven.
  const suspects = blamedOutside(judged) ? found.filter(({ confirmed }) => confirmed) : found;
  const target = recording.manifest && reportTarget(recording.manifest.target);
  const memory = memoryOf(triage, judged.resident, recording);
  return {
    schemaVersion: reportSchemaVersion,
    tool,
    createdAt,
    verdict,
    suspects,
    intervals: findings.intervals,
    coverage: {
      captures,
      method: findings.method,
      notSeen: [...findings.notSeen, ...notSeen(triage, recording)],
      ...(recording.manifest?.rung === undefined ? {} : { rung: recording.manifest.rung }),
      limits: [...recording.limits, ...findings.limits, ...leftOut(found.length - suspects.length)],
    },
    ...(target === undefined ? {} : { target }),
    ...(memory === undefined ? {} : { memory }),
    ...nativeOf(owners, cause),
    ...(pulses === undefined ? {} : { pulses }),
  };
}

function nativeOf(owners: NativeOwners | undefined, cause: NativeCause | undefined): Pick<Report, 'native'> {
  if (owners === undefined && cause === undefined) return {};
  return {
    native: { ...(owners === undefined ? {} : { owners }), ...(cause === undefined ? {} : { cause }) },
  };
}

/** What an experiment gives back did not grow less. */
function beforeExperiment({ samples, manifest }: OpenedRecording): OpenedRecording['samples'] {
  const end = manifest?.experiment?.collection?.at;
  return end === undefined ? samples : samples.filter(({ at }) => at <= end);
}

function withEvidence(verdict: Verdict, evidence: readonly string[]): Verdict {
  return { ...verdict, evidence: [...verdict.evidence, ...evidence] };
}

function leftOut(suspects: number): string[] {
  if (suspects === 0) return [];
  return [
    `${counted(suspects, 'unproven suspect')} in the JavaScript heap not shown: the growth is elsewhere`,
  ];
}

function notSeen(triage: Triage, recording: OpenedRecording): string[] {
  const texts: string[] = [];
  if (recording.samples.length === 0)
    texts.push('external memory, native memory, handles and child processes: no memory ledger was recorded');
  else if (triage.trends.external === undefined) {
    texts.push('external and native memory: the runtime did not report its figures');
  }
  const { address, thread } = recording.manifest?.target ?? {};
  if (address !== undefined && thread === undefined) texts.push(notToldByAddress(recording));
  texts.push(...otherHeaps(recording));
  texts.push('growth that ended before the first capture');
  if (recording.profiles === undefined) texts.push(`${unknownCalls}: ${noProfiles(recording)}`);
  return texts;
}

/** Of what lies beside the heap, the system knows more than the target says. */
function notToldByAddress({ samples }: OpenedRecording): string {
  const parts = ['the parts of resident memory', 'handles of the system', 'child processes'];
  const missing = samples.some(({ rss }) => rss !== undefined) ? parts : ['resident memory', ...parts];
  return `${missing.join(', ')}: it was reached by an address, and only its inspector was asked`;
}

function noProfiles(recording: OpenedRecording): string {
  const { manifest } = recording;
  if (manifest?.target.runtime === 'bun') return 'Bun cannot sample allocations';
  if (recording.visits !== undefined) return 'they were sampled only to find the functions to visit';
  if (manifest?.options.sampling === false) return 'recorded with --no-sampling';
  return 'no allocations were sampled';
}

/** Threads that were recorded and children that were never there need no word. */
function otherHeaps({ manifest, samples }: OpenedRecording): string[] {
  const childless =
    manifest?.target.thread !== undefined ||
    manifest?.target.address !== undefined ||
    (samples.length > 0 && samples.every(({ children }) => children === 0));
  const workers = manifest?.workers ?? workersSeenNone(manifest);
  if (workers === undefined && manifest?.target.thread === undefined) {
    return [`the heaps of worker threads${childless ? '' : ' and child processes'}`];
  }
  return [
    ...(workers ?? [])
      .filter(({ folder }) => folder === undefined)
      .map(({ thread, notRecorded = 'not recorded' }) => `worker thread ${thread.id}: ${notRecorded}`),
    ...(childless ? [] : ['the heaps of child processes (--tree records them)']),
  ];
}

/** Where each capture counted them, none of them needs no word either. */
function workersSeenNone(manifest: OpenedRecording['manifest']): readonly [] | undefined {
  const whole = (manifest?.captures ?? []).filter(({ status }) => status === 'whole');
  return whole.length > 0 && whole.every(({ unseenWorkers }) => unseenWorkers === 0) ? [] : undefined;
}

function memoryOf(
  { duration: span, samples, series }: Triage,
  resident: ResidentChange | undefined,
  recording: OpenedRecording,
): MemoryTrend | undefined {
  if (samples < 2) return undefined;
  const { byCaptures = 0 } = resident ?? {};
  const parts = residentTrend(beforeExperiment(recording));
  return {
    duration: span,
    samples,
    series,
    ...(byCaptures > 0 ? { byCaptures } : {}),
    ...(parts === undefined ? {} : { resident: parts }),
  };
}
