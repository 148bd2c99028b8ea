import type { HeapReport, Report } from '../format/report.ts';
import { CountedStacksWitness } from './allocations/counted-stacks.ts';
import { HolderFunctionsWitness } from './allocations/holder-functions.ts';
import { withAllocations } from './allocations/report-allocations.ts';
import { withCountedStacks } from './allocations/report-counted-stacks.ts';
import { Details } from './details.ts';
import { both } from './explain/witness.ts';
import { ModuleNames } from './graph/module-names.ts';
import { checkMemoryOf } from './parse/memory-of-file.ts';
import { readSnapshot } from './parse/read-snapshot.ts';
import { SnapshotError } from './parse/snapshot-error.ts';
import type { OpenedRecording } from './recording/open-recording.ts';
import { openSource } from './recording/open-source.ts';
import { buildReport, type Findings, noFindings } from './report/build-report.ts';
import { joinHeaps } from './report/join-heaps.ts';
import { withThreads } from './report/thread-words.ts';
import { findSuspects, type SearchOptions } from './search/find-suspects.ts';
import { SourceMaps, startOf } from './sources/source-maps.ts';
import { type CapturedHeap, triage } from './triage/judge.ts';

/**
 * From evidence to verdict: opens a recording (its folder) or loose snapshots, looks into the captures,
 * reads the ledger, and joins both in one report.
 * @throws UserError where there is nothing to analyze, or where loose snapshots are torn inside
 */
export async function analyze(paths: readonly string[], options: SearchOptions = {}): Promise<Report> {
  return analyzeOpened(openSource(paths), options);
}

/** Where it holds several heaps, each is analyzed by itself, and one verdict is made of all. */
export async function analyzeOpened(opened: OpenedRecording, options: AnalyzeOptions = {}): Promise<Report> {
  if (opened.heaps === undefined) return await analyzeHeap(opened, options);
  const heaps: HeapReport[] = [];
  for (const { name, opened: heap } of opened.heaps) {
    const { pid, thread } = heap.manifest?.target ?? {};
    heaps.push({
      name,
      ...(pid === undefined ? {} : { pid }),
      ...(thread === undefined ? {} : { thread: thread.id }),
      ...(heap.manifest?.targetEnded ? { ended: true } : {}),
      report: await analyzeHeap(heap, options),
    });
  }
  return joinHeaps(heaps, opened.limits);
}

async function analyzeHeap(opened: OpenedRecording, options: AnalyzeOptions): Promise<Report> {
  const details = new Details();
  const functions = new HolderFunctionsWitness();
  const stacks = new CountedStacksWitness();
  const { sources, modules } = options.code ?? codeOf(opened);
  const { profiles = [] } = opened;
  const witnesses = [
    // Without samples nobody asks who allocates.
    ...(profiles.length === 0 ? [] : [details.guard(sites, functions)]),
    details.guard(sites, stacks),
    ...(options.witness === undefined ? [] : [details.guard(objects, options.witness)]),
  ];
  const { code: _, ...search } = options;
  const { recording, findings } = await lookInto(opened, {
    ...search,
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
  const told = withThreads(counted, recording.manifest?.workerKinds);
  return withLimits(told, [...sources.limits, ...details.limits]);
}

/** The code that a recorded program runs: where it was written, and how its files are called. */
export interface ProgramCode {
  readonly sources: SourceMaps;
  readonly modules: ModuleNames;
}

export interface AnalyzeOptions extends SearchOptions {
  /** Given by who asks more of it than the report says, for one heap. */
  readonly code?: ProgramCode;
}

export function codeOf(opened: OpenedRecording): ProgramCode {
  const modules = new ModuleNames(opened.manifest?.target.directory);
  return { sources: new SourceMaps(startOf(opened)), modules };
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
  try {
    if (enough) return { recording, findings: await findSuspects(captures, { ...options, pulses }) };
    for (const { file } of captures) readWhole(file, options);
    return { recording, findings: noFindings };
  } catch (error) {
    if (!(error instanceof SnapshotError)) throw error;
    const torn = captures.find(({ file }) => file === error.file);
    if (torn === undefined || recording.folder === undefined) throw error;
    const whole = captures.filter((capture) => capture !== torn);
    const limits = [
      ...recording.limits,
      `${torn.label} is not used: ${error.reason} (at byte ${error.offset})`,
    ];
    return lookInto({ ...recording, captures: whole, limits }, options);
  }
}

/** One capture alone has no growth to tell, but whether it can be used at all is said at once. @throws SnapshotError */
function readWhole(file: string, { maxMemory }: SearchOptions): void {
  checkMemoryOf(file, maxMemory);
  readSnapshot(file, { maxMemory }).strings.close();
}

function capturedHeaps({ captures }: OpenedRecording, { heap }: Findings): CapturedHeap[] {
  return captures.flatMap(({ at }, i) => {
    const size = heap.sizes[i];
    return at === undefined || size === undefined ? [] : [{ at, size }];
  });
}
