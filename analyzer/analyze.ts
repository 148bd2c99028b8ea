import type { MemorySample } from '../format/memory-sample.ts';
import type { HeapReport, Report } from '../format/report.ts';
import type { Bytes, EpochMillis } from '../format/units.ts';
import { UserError } from '../format/user-error.ts';
import { CountedStacksWitness } from './allocations/counted-stacks.ts';
import { HolderFunctionsWitness } from './allocations/holder-functions.ts';
import { withAllocations } from './allocations/report-allocations.ts';
import { withCountedStacks } from './allocations/report-counted-stacks.ts';
import { Details } from './details.ts';
import { findSuspects, type SearchOptions } from './explain/find-suspects.ts';
import { both } from './explain/witness.ts';
import { ModuleNames } from './graph/module-names.ts';
import { SnapshotError } from './parse/snapshot-error.ts';
import type { OpenedRecording } from './recording/open-recording.ts';
import { openSource } from './recording/open-source.ts';
import { buildReport, type Findings, noFindings } from './report/build-report.ts';
import { joinHeaps } from './report/join-heaps.ts';
import { SourceMaps, startOf } from './sources/source-maps.ts';
import { type CapturedHeap, triage } from './triage/judge.ts';

/**
 * From evidence to verdict: opens a recording (its folder) or loose snapshots, looks into the captures,
 * reads the ledger, and joins both in one report.
 * @throws UserError where there is nothing to analyze, or where loose snapshots are torn inside.
 */
export async function analyze(paths: readonly string[], options: SearchOptions = {}): Promise<Report> {
  return analyzeOpened(openSource(paths), options);
}

/** Where it holds several heaps, each is analyzed by itself, and one verdict is made of all. */
export async function analyzeOpened(opened: OpenedRecording, options: SearchOptions = {}): Promise<Report> {
  if (opened.heaps === undefined) return await analyzeHeap(opened, options);
  const heaps: HeapReport[] = [];
  for (const { name, opened: heap } of opened.heaps) {
    const { pid, thread } = heap.manifest?.target ?? {};
    heaps.push({
      name,
      ...(pid === undefined ? {} : { pid }),
      ...(thread === undefined ? {} : { thread: thread.id }),
      report: await analyzeHeap(heap, options),
    });
  }
  return joinHeaps(heaps, opened.limits);
}

async function analyzeHeap(opened: OpenedRecording, options: SearchOptions): Promise<Report> {
  const details = new Details();
  const functions = new HolderFunctionsWitness();
  const stacks = new CountedStacksWitness();
  const sources = new SourceMaps(startOf(opened));
  const { profiles = [] } = opened;
  const modules = new ModuleNames(opened.manifest?.target.directory);
  const witnesses = [
    // Without samples nobody asks who allocates.
    ...(profiles.length === 0 ? [] : [details.guard(sites, functions)]),
    details.guard(sites, stacks),
    ...(options.witness === undefined ? [] : [details.guard(objects, options.witness)]),
  ];
  const { recording, findings } = await lookInto(opened, {
    ...options,
    witness: witnesses.reduce(both),
    modules,
    originalOf: (place) => details.add(originals, undefined, () => sources.original(place)),
  });
  const judged = triage(recording.samples, capturedHeaps(recording, findings));
  const report = buildReport(findings, judged, recording, Date.now());
  const sampled = details.add(sites, report, () =>
    withAllocations(report, { profiles, functions, sources, modules }),
  );
  const counted = details.add(sites, sampled, () => withCountedStacks(sampled, stacks, sources, modules));
  return withLimits(counted, [...sources.limits, ...details.limits]);
}

const sites = 'allocation sites are';
const originals = 'places in the source code are';
const objects = 'objects of the captures are';

function withLimits(report: Report, limits: readonly string[]): Report {
  const { coverage } = report;
  return { ...report, coverage: { ...coverage, limits: [...coverage.limits, ...limits] } };
}

/**
 * Whether a capture is whole inside shows only when it is read. One that is not is left out and named, so
 * that the others of a recording still tell what they can; loose files were chosen and are not dropped.
 */
async function lookInto(
  recording: OpenedRecording,
  options: SearchOptions,
): Promise<{ readonly recording: OpenedRecording; readonly findings: Findings }> {
  const { captures, pulses } = recording;
  // Growth is a difference: one capture has none, unless pulses came before it.
  const enough = captures.length > 1 || (captures.length === 1 && pulses !== undefined);
  if (!enough) return { recording, findings: noFindings };
  try {
    return { recording, findings: await findSuspects(captures, { ...options, pulses }) };
  } catch (error) {
    if (!(error instanceof SnapshotError)) throw error;
    const torn = captures.find(({ file }) => file === error.file);
    if (torn === undefined || recording.folder === undefined) throw asUserError(error);
    const whole = captures.filter((capture) => capture !== torn);
    const limits = [
      ...recording.limits,
      `${torn.label} is not used: ${error.reason} (at byte ${error.offset})`,
    ];
    return lookInto({ ...recording, captures: whole, limits }, options);
  }
}

function asUserError(cause: SnapshotError): UserError {
  const { file, reason, offset, nextStep } = cause;
  return new UserError('torn-snapshot', `${file}: ${reason} (at byte ${offset})`, nextStep, { cause });
}

/**
 * A snapshot counts the memory behind ArrayBuffers too. It is no part of V8's heap and has its own series,
 * so what the ledger knew of it at that moment is taken off.
 */
function capturedHeaps({ captures, samples }: OpenedRecording, { heap }: Findings): CapturedHeap[] {
  return captures.flatMap(({ at }, i) => {
    const size = heap.sizes[i];
    if (at === undefined || size === undefined) return [];
    return [{ at, size: Math.max(0, size - arrayBuffersAt(at, samples)) }];
  });
}

function arrayBuffersAt(at: EpochMillis, samples: readonly MemorySample[]): Bytes {
  let nearest: MemorySample | undefined;
  for (const sample of samples) {
    if (sample.arrayBuffers === undefined) continue;
    if (nearest === undefined || Math.abs(sample.at - at) < Math.abs(nearest.at - at)) nearest = sample;
  }
  return nearest?.arrayBuffers ?? 0;
}
