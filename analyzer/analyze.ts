import type { HeapSummary } from '../format/heap-summary.ts';
import type { HeapReport, Report } from '../format/report.ts';
import { shellWord } from '../format/shell-words.ts';
import type { EpochMillis } from '../format/units.ts';
import { CountedStacksWitness } from './allocations/counted-stacks.ts';
import { HolderFunctionsWitness } from './allocations/holder-functions.ts';
import { withAllocations } from './allocations/report-allocations.ts';
import { withCountedStacks } from './allocations/report-counted-stacks.ts';
import { Details } from './details.ts';
import { AnatomyWitness } from './explain/anatomy/anatomy-witness.ts';
import { both, guarded } from './explain/witness.ts';
import { ModuleNames } from './graph/module-names.ts';
import type { Originals } from './graph/originals.ts';
import { summarizeCapture } from './heap-summary/summarize-capture.ts';
import { SnapshotError } from './parse/snapshot-error.ts';
import type { OpenedRecording } from './recording/open-recording.ts';
import { openSource } from './recording/open-source.ts';
import { workingDirectoryOf } from './recording/working-directory.ts';
import { buildReport, type Findings, noFindings } from './report/build-report.ts';
import { differentProcesses } from './report/different-processes.ts';
import { joinHeaps } from './report/join-heaps.ts';
import { withThreads } from './report/thread-words.ts';
import { findSuspects, type SearchOptions } from './search/find-suspects.ts';
import { SourceMaps, startOf } from './sources/source-maps.ts';
import { WrittenCode } from './sources/written-code.ts';
import { type CapturedHeap, triage } from './triage/judge.ts';
import { findByVisits } from './visits/find-by-visits.ts';

/**
 * From evidence to verdict: opens a recording (its folder) or loose snapshots, looks into the captures,
 * reads the ledger, and joins both in one report.
 * @throws UserError if there is nothing to analyze, or if loose snapshots are torn inside
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
  const anatomies = new AnatomyWitness();
  const { sources, modules } = options.code ?? codeOf(opened);
  const code = guardedCode(new WrittenCode(sources), details);
  const { profiles = [] } = opened;
  const witnesses = [
    // Without samples nobody asks who allocates.
    ...(profiles.length === 0 ? [] : [guarded(functions, sites, details)]),
    guarded(stacks, sites, details),
    guarded(anatomies, entries, details),
    ...(options.witness === undefined ? [] : [guarded(options.witness, objects, details)]),
  ];
  const { code: _, ...asked } = options;
  const search: SearchOptions = {
    ...asked,
    witness: witnesses.reduce(both),
    modules,
    originals: code,
    startedAt: startOfProcess(opened),
  };
  const { recording, findings, summaries } = await lookInto(opened, search, details);
  const judged = triage(recording.samples, capturedHeaps(recording, findings));
  const report = withSummaries(buildReport(findings, judged, recording, Date.now()), summaries, recording);
  const looked = details.add(entries, report, () => anatomies.addTo(report));
  const sampled = details.add(sites, looked, () =>
    withAllocations(looked, { profiles, functions, sources, code, modules }),
  );
  const counted = details.add(sites, sampled, () => withCountedStacks(sampled, stacks, code, modules));
  const told = details.add('kinds of worker threads are', counted, () =>
    withThreads(counted, recording.manifest?.workerKinds),
  );
  return withLimits(told, [...sources.limits, ...details.limits]);
}

/** A worker thread may be much younger than its process. */
function startOfProcess({ manifest }: OpenedRecording): EpochMillis | undefined {
  const target = manifest?.target;
  return target?.thread === undefined ? target?.startedAt : undefined;
}

/** A fault in what only tells names ends no search. */
function guardedCode(code: Originals, details: Details): Originals {
  const safe =
    <Asked extends readonly unknown[], Answer>(without: Answer, ask: (...asked: Asked) => Answer) =>
    (...asked: Asked): Answer =>
      details.add(originals, without, () => ask(...asked));
  return {
    isMapped: safe(false, (url) => code.isMapped(url)),
    place: safe(undefined, (place) => code.place(place)),
    file: safe(undefined, (url) => code.file(url)),
    functionName: safe(undefined, (place, name) => code.functionName(place, name)),
    privateName: safe(undefined, (place, name) => code.privateName(place, name)),
    variables: safe([], (inside, scopes) => code.variables(inside, scopes)),
    moduleVariable: safe(undefined, (url, name) => code.moduleVariable(url, name)),
  };
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
  const modules = new ModuleNames(workingDirectoryOf(opened));
  return { sources: new SourceMaps(startOf(opened)), modules };
}

const sites = 'allocation sites are';
const originals = 'source locations are';
const objects = 'objects of the captures are';
const entries = 'the insides of growing entries are';

function withSummaries(
  report: Report,
  heapSummaries: readonly HeapSummary[],
  { folder, captures }: OpenedRecording,
): Report {
  if (heapSummaries.length === 0) return report;
  const files = captures.map(({ file }) => shellWord(file));
  const seen = folder === undefined ? files : [shellWord(folder)];
  const verdict = captures.length > 1 ? differentProcesses(report.verdict, files) : report.verdict;
  const next = seen.map((path) => `to see what fills this heap: heaptrail view ${path}`);
  return { ...report, verdict: { ...verdict, next: [...verdict.next, ...next] }, heapSummaries };
}

function withLimits(report: Report, limits: readonly string[]): Report {
  const { coverage } = report;
  return { ...report, coverage: { ...coverage, limits: [...coverage.limits, ...limits] } };
}

interface LookedInto {
  readonly recording: OpenedRecording;
  readonly findings: Findings;
  /** Of each capture, if they cannot be compared. */
  readonly summaries: readonly HeapSummary[];
}

/**
 * Whether a capture is whole inside shows only when it is read. One that is not is left out and named, so
 * that the others of a recording still tell what they can; loose files were chosen and are not dropped.
 */
async function lookInto(
  recording: OpenedRecording,
  options: SearchOptions,
  details: Details,
): Promise<LookedInto> {
  const { captures, pulses, visits, manifest } = recording;
  // Growth is a difference: one capture has none, unless pulses came before it.
  const enough = captures.length > 1 || (captures.length === 1 && pulses !== undefined);
  try {
    const findings = enough
      ? await findSuspects(captures, { ...options, pulses })
      : visits !== undefined
        ? findByVisits(visits, options.modules ?? new ModuleNames(), {
            refused: manifest?.capturesRefused !== undefined,
            startedAt: options.startedAt,
          })
        : noFindings;
    const { witness, ...others } = options;
    const areStrangers = enough && ofDifferentProcesses(recording, findings);
    const toSummarize = areStrangers || !enough ? captures : [];
    const summaries = toSummarize.flatMap((capture) =>
      summarizeCapture(capture, enough ? others : { ...others, witness }, details),
    );
    return { recording, findings: areStrangers ? withoutGrowth(findings) : findings, summaries };
  } catch (error) {
    if (!(error instanceof SnapshotError)) throw error;
    const torn = captures.find(({ file }) => file === error.file);
    if (torn === undefined || recording.folder === undefined) throw error;
    const whole = captures.filter((capture) => capture !== torn);
    const limits = [
      ...recording.limits,
      `${torn.label} is not used: ${error.reason} (at byte ${error.offset})`,
    ];
    return lookInto({ ...recording, captures: whole, limits }, options, details);
  }
}

/** Two loose snapshots whose ids name different objects. A recording is of one process, whatever became of its ids. */
function ofDifferentProcesses({ captures, folder }: OpenedRecording, { method }: Findings): boolean {
  return folder === undefined && captures.length === 2 && method === 'path-classes';
}

/** What one process has and another has not is no growth. */
function withoutGrowth(findings: Findings): Findings {
  return { ...findings, suspects: [], nearlyFull: [] };
}

function capturedHeaps({ captures }: OpenedRecording, { heap }: Findings): CapturedHeap[] {
  return captures.flatMap(({ at }, i) => {
    const size = heap.sizes[i];
    return at === undefined || size === undefined ? [] : [{ at, size }];
  });
}
