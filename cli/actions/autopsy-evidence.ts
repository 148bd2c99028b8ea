import { ClueReader } from '../../analyzer/autopsy/clues.ts';
import type { AutopsyEvidence } from '../../analyzer/autopsy/conduct-autopsy.ts';
import { holderInReport, type NamedHolder } from '../../analyzer/autopsy/holders.ts';
import { joinProcesses } from '../../analyzer/autopsy/join-processes.ts';
import { ringEvidence, serviceOfCommand } from '../../analyzer/autopsy/ring-evidence.ts';
import type { OpenedRecording } from '../../analyzer/recording/open-recording.ts';
import { openRing } from '../../analyzer/recording/open-ring.ts';
import { openSource } from '../../analyzer/recording/open-source.ts';
import type { ObservedProcess } from '../../analyzer/triage/judge-processes.ts';
import { readTelemetry, type TelemetrySource } from '../../analyzer/triage/telemetry/read-telemetry.ts';
import { counted } from '../../format/quantities.ts';
import type { RingEntry } from '../../format/ring-entry.ts';
import { UserError } from '../../format/user-error.ts';
import type { AutopsyRequest } from '../requests/autopsy-request.ts';
import { type AutopsySources, sortSources } from './autopsy-sources.ts';
import { analyzePaths } from './load-report.ts';
import { storedReport } from './stored-report.ts';
import { textSource } from './text-source.ts';

type Part = Pick<AutopsyEvidence, 'processes' | 'holders' | 'limits'> & {
  readonly last?: readonly string[];
  readonly watched?: readonly string[];
};

/**
 * Reads all that is left, of whatever kind.
 * @throws UserError if nothing of it can be read
 */
export async function readEvidence(request: AutopsyRequest): Promise<AutopsyEvidence> {
  const sources = sortSources(request.sources);
  const clues = new ClueReader();
  const parts = [
    ...(await logParts(sources, request, clues)),
    ...sources.rings.map(ringPart),
    ...(await recordingParts(sources.recordings)),
    ...(await snapshotParts(sources.snapshots)),
  ];
  const processes = joinProcesses(parts.flatMap((part) => part.processes));
  return {
    processes: chosen(processes, request.pid),
    holders: parts.flatMap((part) => part.holders),
    clues: clues.clues,
    watched: new Set(parts.flatMap(({ watched = [] }) => watched)),
    last: parts.flatMap(({ last = [] }) => last),
    limits: parts.flatMap((part) => part.limits),
  };
}

/** Each file by itself: one may go on where another ends, or be the errors beside it. One that says nothing is a fault only if there is nothing else. */
async function logParts(
  { logs, snapshots, recordings, rings }: AutopsySources,
  { every }: AutopsyRequest,
  clues: ClueReader,
): Promise<readonly Part[]> {
  const parts: Part[] = [];
  const faults: UserError[] = [];
  for (const path of logs) {
    try {
      const source = overheard(textSource(path), clues);
      const { processes, limits } = await readTelemetry([source], every === undefined ? {} : { every });
      parts.push({ processes, holders: [], limits });
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      faults.push(error);
    }
  }
  const [fault] = faults;
  if (fault !== undefined && parts.length + snapshots.length + recordings.length + rings.length === 0)
    throw fault;
  return [...parts, { processes: [], holders: [], limits: faults.map(({ message }) => message) }];
}

function overheard({ name, chunks }: TelemetrySource, clues: ClueReader): TelemetrySource {
  async function* heard(): AsyncGenerator<string> {
    for await (const chunk of chunks) {
      clues.takeText(chunk);
      yield chunk;
    }
  }
  return { name, chunks: heard() };
}

function ringPart(folder: string): Part {
  const { entries, torn } = openRing(folder);
  const evidence = ringEvidence(entries);
  return {
    processes: evidence === undefined ? [] : [evidence.process],
    holders: evidence?.holder === undefined ? [] : [evidence.holder],
    last: evidence?.last ?? [],
    watched: evidence?.process.pid === undefined ? [] : [evidence.process.pid],
    limits: [
      ...(evidence === undefined ? [`${folder} does not say of which process it is`] : []),
      ...(torn === 0 ? [] : [`${folder}: ${counted(torn, 'line')} torn or of a kind that is not known here`]),
      ...(hasDeath(entries) ? [] : [`${folder}: the watch ended while the process lived`]),
    ],
  };
}

function hasDeath(entries: readonly RingEntry[]): boolean {
  return entries.some(({ kind }) => kind === 'death');
}

async function recordingParts(folders: readonly string[]): Promise<readonly Part[]> {
  const parts: Part[] = [];
  for (const folder of folders) {
    try {
      parts.push(await recordingPart(folder));
    } catch (error) {
      if (!(error instanceof UserError) || folders.length === 1) throw error;
      parts.push({ processes: [], holders: [], limits: [error.message] });
    }
  }
  return parts;
}

async function recordingPart(folder: string): Promise<Part> {
  const opened = openSource([folder]);
  const heaps = opened.heaps?.map((heap) => heap.opened) ?? [opened];
  const hasMore = heaps.some(({ captures, profiles }) => captures.length > 0 || profiles !== undefined);
  const report = hasMore ? (storedReport(opened) ?? (await analyzePaths([folder]))) : undefined;
  const holder = report === undefined ? undefined : holderInReport(report, opened.manifest?.endedAt);
  const { pid } = opened.manifest?.target ?? {};
  return {
    processes: heaps.flatMap(processIn),
    holders: holder === undefined ? [] : [{ holder, ...(pid === undefined ? {} : { pid: String(pid) }) }],
    limits: opened.limits,
  };
}

function processIn({ manifest, samples }: OpenedRecording): readonly ObservedProcess[] {
  if (manifest === undefined || manifest.target.thread !== undefined) return [];
  const { pid, command, startedAt } = manifest.target;
  const at = manifest.endedAt ?? samples.at(-1)?.at;
  return [
    {
      pid: String(pid),
      service: serviceOfCommand(command),
      readings: samples.map((sample) => (startedAt === undefined ? { sample } : { sample, startedAt })),
      ...(manifest.targetEnded === true
        ? { ends: [{ how: 'gone' as const, ...(at === undefined ? {} : { at }) }] }
        : {}),
    },
  ];
}

/** `Heap.20261130.070132.9131.0.001.heapsnapshot`, as Node names what it leaves near the limit or after a signal. */
const ofNode = /(?:^|\/)Heap\.\d{8}\.\d{6}\.(\d{1,10})\.\d{1,6}\.\d{1,6}\.heapsnapshot/;

/** Those of one process are compared; each process by itself. */
async function snapshotParts(files: readonly string[]): Promise<readonly Part[]> {
  const groups = new Map<string, string[]>();
  for (const file of files) {
    const pid = ofNode.exec(file)?.[1] ?? '';
    groups.set(pid, [...(groups.get(pid) ?? []), file]);
  }
  const parts: Part[] = [];
  for (const [pid, group] of groups) {
    const report = await analyzePaths(group);
    const holder = holderInReport(report);
    const named: NamedHolder[] = holder === undefined ? [] : [{ holder, ...(pid === '' ? {} : { pid }) }];
    parts.push({ processes: [], holders: named, limits: report.coverage.limits });
  }
  return parts;
}

function chosen(processes: readonly ObservedProcess[], pid: string | undefined): readonly ObservedProcess[] {
  if (pid === undefined) return processes;
  const one = processes.filter((process) => process.pid === pid || process.service === pid);
  if (one.length > 0) return one;
  const known = processes.flatMap((process) => process.pid ?? []);
  throw new UserError(
    'no-such-pid',
    `nothing here is about process ${pid}`,
    known.length === 0 ? 'omit --pid' : `name one of ${known.slice(0, 10).join(', ')}`,
  );
}
