import * as v from 'valibot';
import { type Experiment, trimMeans } from './experiment.ts';
import type { MallocBlocks } from './malloc-blocks.ts';
import type { MemorySample } from './memory-sample.ts';
import type { Pulse } from './pulse.ts';
import {
  type AllocationProfile,
  type Capture,
  type RecordingManifest,
  type RecordingOptions,
  recordingFiles,
  recordingSchemaVersion,
  runtimeNames,
  type TreeManifest,
} from './recording.ts';
import { recordingUpgrades } from './recording-upgrades.ts';
import { allocators, type ResidentParts, residentParts } from './resident-parts.ts';
import { rungChoice } from './rung-text.ts';
import { rungs } from './rungs.ts';
import { upgraded } from './upgrade.ts';
import { UserError } from './user-error.ts';
import { parts } from './verdict.ts';
import { type Visit, visitShape } from './visit.ts';

/**
 * The text of a recording's files to their types. The texts come from disk, perhaps from another
 * machine or cut off by a crash: whatever does not have the shape is named here and trusted nowhere else.
 */

const amount = v.pipe(v.number(), v.finite(), v.minValue(0));
const count = v.pipe(v.number(), v.integer(), v.minValue(0));

const capture: v.GenericSchema<unknown, Capture> = v.object({
  index: count,
  // A manifest must not lead a reader out of its own folder.
  file: v.pipe(v.string(), v.regex(/^captures\/[\w-][\w.-]*$/, 'names a file outside the recording')),
  at: amount,
  status: v.picklist(['writing', 'whole', 'failed']),
  duration: v.exactOptional(amount),
  size: v.exactOptional(amount),
  epoch: v.exactOptional(v.string()),
  operations: v.exactOptional(v.pipe(v.number(), v.finite())),
  unseenWorkers: v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(0))),
  heapUsed: v.exactOptional(amount),
  forced: v.exactOptional(v.array(v.string())),
  failure: v.exactOptional(v.string()),
});

const allocationProfile: v.GenericSchema<unknown, AllocationProfile> = v.object({
  index: count,
  file: v.pipe(v.string(), v.regex(/^allocations\/[\w-][\w.-]*$/, 'names a file outside the recording')),
  at: amount,
  series: count,
  interval: amount,
  capture: v.exactOptional(count),
});

const options: v.GenericSchema<unknown, RecordingOptions> = v.object({
  duration: v.exactOptional(amount),
  every: v.exactOptional(amount),
  captures: v.exactOptional(count),
  untilGrowth: v.exactOptional(v.boolean()),
  ledgerEvery: amount,
  operations: v.exactOptional(v.string()),
  workload: v.exactOptional(v.string()),
  forced: v.exactOptional(v.boolean()),
  longestPause: v.exactOptional(amount),
  window: v.exactOptional(amount),
  maxRung: v.exactOptional(v.picklist(rungs)),
  pulses: v.exactOptional(v.boolean()),
  sampling: v.exactOptional(v.boolean()),
  stacks: v.exactOptional(v.boolean()),
  values: v.exactOptional(v.boolean()),
  experiment: v.exactOptional(v.boolean()),
  native: v.exactOptional(v.boolean()),
  parts: v.exactOptional(v.array(v.picklist(parts))),
});

const experimentStep = v.object({
  at: amount,
  predicted: v.exactOptional(amount),
  givenBack: v.pipe(v.number(), v.finite()),
  residentBefore: amount,
  residentAfter: amount,
  took: amount,
});
const experiment: v.GenericSchema<unknown, Experiment> = v.object({
  collection: v.exactOptional(experimentStep),
  trim: v.exactOptional(v.object({ ...experimentStep.entries, by: v.picklist(trimMeans) })),
  notTrimmed: v.exactOptional(v.string()),
});

const thread = v.object({
  id: count,
  name: v.exactOptional(v.string()),
  file: v.exactOptional(v.string()),
});
const state = v.picklist(['recording', 'complete', 'interrupted', 'failed']);
// As with captures: no reader is led out of the recording.
const innerFolder = v.pipe(
  v.string(),
  v.regex(/^(workers|processes)\/[\w-]+$/, 'names a folder outside the recording'),
);

const manifest: v.GenericSchema<unknown, RecordingManifest> = v.object({
  schemaVersion: v.literal(recordingSchemaVersion),
  tool: v.object({ name: v.string(), version: v.string() }),
  target: v.object({
    pid: v.exactOptional(count),
    address: v.exactOptional(v.string()),
    runtime: v.picklist(runtimeNames),
    version: v.string(),
    executable: v.string(),
    command: v.array(v.string()),
    directory: v.exactOptional(v.string()),
    startedAt: v.exactOptional(amount),
    platform: v.string(),
    architecture: v.string(),
    role: v.exactOptional(v.string()),
    thread: v.exactOptional(thread),
    redacted: v.exactOptional(v.literal(true)),
  }),
  options,
  startedAt: amount,
  endedAt: v.exactOptional(amount),
  state,
  endReason: v.exactOptional(v.string()),
  targetEnded: v.exactOptional(v.literal(true)),
  captures: v.array(capture),
  rung: v.exactOptional(rungChoice),
  capturesRefused: v.exactOptional(v.string()),
  experiment: v.exactOptional(experiment),
  allocations: v.exactOptional(v.array(allocationProfile)),
  workers: v.exactOptional(
    v.array(
      v.object({
        thread,
        folder: v.exactOptional(innerFolder),
        notRecorded: v.exactOptional(v.string()),
      }),
    ),
  ),
  workerKinds: v.exactOptional(
    v.array(
      v.object({
        file: v.exactOptional(v.string()),
        name: v.exactOptional(v.string()),
        atStart: count,
        started: count,
        ended: count,
      }),
    ),
  ),
  notes: v.array(v.string()),
});

const treeManifest: v.GenericSchema<unknown, TreeManifest> = v.object({
  schemaVersion: v.literal(recordingSchemaVersion),
  tool: v.object({ name: v.string(), version: v.string() }),
  root: count,
  options,
  startedAt: amount,
  endedAt: v.exactOptional(amount),
  state,
  endReason: v.exactOptional(v.string()),
  processes: v.array(
    v.object({
      pid: count,
      runtime: v.picklist(runtimeNames),
      command: v.array(v.string()),
      role: v.exactOptional(v.string()),
      seenAt: amount,
      folder: v.exactOptional(innerFolder),
      notRecorded: v.exactOptional(v.string()),
    }),
  ),
});

const mallocBlocks: v.GenericSchema<unknown, MallocBlocks> = v.object({
  inUse: amount,
  blocks: count,
  freed: amount,
  trimmable: amount,
  keptByArena: v.array(amount),
  arenas: count,
  unread: amount,
  sizes: v.record(v.string(), v.object({ blocks: count, bytes: amount })),
  took: amount,
});

const partsOfResident: v.GenericSchema<unknown, ResidentParts> = v.object({
  at: amount,
  from: v.picklist(['mappings', 'status']),
  resident: amount,
  sizes: v.object(v.entriesFromList(residentParts, v.exactOptional(amount))),
  allocator: v.exactOptional(v.picklist(allocators)),
  files: v.exactOptional(v.record(v.string(), amount)),
  arenas: v.exactOptional(count),
  hugePages: v.exactOptional(amount),
  lazilyFreed: v.exactOptional(amount),
  mappings: v.exactOptional(count),
  malloc: v.exactOptional(mallocBlocks),
  took: v.exactOptional(amount),
});

const memorySample: v.GenericSchema<unknown, MemorySample> = v.object({
  at: amount,
  mark: v.exactOptional(v.picklist(['captured', 'disturbed', 'resumed'])),
  rss: v.exactOptional(amount),
  rssAnonymous: v.exactOptional(amount),
  virtualSize: v.exactOptional(amount),
  swap: v.exactOptional(amount),
  pageTables: v.exactOptional(amount),
  minorFaults: v.exactOptional(amount),
  majorFaults: v.exactOptional(amount),
  cpu: v.exactOptional(amount),
  threads: v.exactOptional(amount),
  descriptors: v.exactOptional(amount),
  children: v.exactOptional(amount),
  childrenRss: v.exactOptional(amount),
  parts: v.exactOptional(partsOfResident),
  heapUsed: v.exactOptional(amount),
  heapTotal: v.exactOptional(amount),
  heapLimit: v.exactOptional(amount),
  external: v.exactOptional(amount),
  arrayBuffers: v.exactOptional(amount),
  malloced: v.exactOptional(amount),
  spaces: v.exactOptional(v.record(v.string(), amount)),
  gcTime: v.exactOptional(amount),
  heapAfterGc: v.exactOptional(amount),
  externalAfterGc: v.exactOptional(amount),
  arrayBuffersAfterGc: v.exactOptional(amount),
  eventLoopDelay: v.exactOptional(amount),
  committed: v.exactOptional(amount),
  allocated: v.exactOptional(amount),
  resources: v.exactOptional(v.record(v.string(), count)),
  cgroupUsage: v.exactOptional(amount),
  cgroupLimit: v.exactOptional(amount),
  machineAvailable: v.exactOptional(amount),
});

const pulse: v.GenericSchema<unknown, Pulse> = v.pipe(
  v.object({
    at: amount,
    duration: amount,
    watermark: count,
    survivors: v.object({ counts: v.array(count), bytes: v.array(amount) }),
    operations: v.exactOptional(v.pipe(v.number(), v.finite())),
  }),
  v.check(({ survivors: { counts, bytes } }) => counts.length === bytes.length),
);

/**
 * The manifest in the text of `recording.json`.
 * @throws UserError `broken-manifest` if the text is not a manifest, `unknown-schema-version` if
 *   a newer heaptrail wrote it; the caller knows the file's name and adds it.
 */
export function parseManifest(text: string): RecordingManifest {
  return parseVersioned(text, manifest, recordingFiles.manifest);
}

/**
 * The manifest in the text of `tree.json`.
 * @throws UserError as `parseManifest` does
 */
export function parseTreeManifest(text: string): TreeManifest {
  return parseVersioned(text, treeManifest, recordingFiles.tree);
}

function parseVersioned<T>(text: string, schema: v.GenericSchema<unknown, T>, file: string): T {
  const json = parseJson(text);
  if (!json.whole) {
    throw brokenManifest(file, 'is not complete JSON');
  }
  const older = upgraded(json.value, {
    from: `the recording's ${file}`,
    what: 'recording',
    version: recordingSchemaVersion,
    upgrades: recordingUpgrades,
  });
  const parsed = v.safeParse(schema, older);
  if (!parsed.success) {
    const [issue] = parsed.issues;
    throw brokenManifest(file, `is invalid at ${v.getDotPath(issue) ?? 'the top level'}: ${issue.message}`);
  }
  return parsed.output;
}

function brokenManifest(file: string, reason: string): UserError {
  return new UserError(
    'broken-manifest',
    `the recording's ${file} ${reason}`,
    `analyze the .heapsnapshot files in its ${recordingFiles.captures} folder instead`,
  );
}

export interface LedgerText {
  readonly samples: readonly MemorySample[];
  /** How many lines are not a whole sample: 1 is a recording that was cut off while it wrote. */
  readonly torn: number;
}

/** The samples in the text of `ledger.ndjson`, in the file's order. Never throws: torn lines are counted. */
export function parseLedger(text: string): LedgerText {
  const { whole, torn } = parseLines(text, memorySample);
  return { samples: whole, torn };
}

export interface PulsesText {
  readonly pulses: readonly Pulse[];
  /** How many lines are not a whole pulse, as in a ledger. */
  readonly torn: number;
}

/** The pulses in the text of `pulses.ndjson`, in the file's order. Never throws: torn lines are counted. */
export function parsePulses(text: string): PulsesText {
  const { whole, torn } = parseLines(text, pulse);
  return { pulses: whole, torn };
}

export interface VisitsText {
  readonly visits: readonly Visit[];
  /** How many lines are not a whole visit, as in a ledger. */
  readonly torn: number;
}

/** The visits in the text of `visits.ndjson`, in the file's order. Never throws: torn lines are counted. */
export function parseVisits(text: string): VisitsText {
  const { whole, torn } = parseLines(text, visitShape);
  return { visits: whole, torn };
}

function parseLines<T>(
  text: string,
  schema: v.GenericSchema<unknown, T>,
): { readonly whole: readonly T[]; readonly torn: number } {
  const whole: T[] = [];
  let torn = 0;
  for (const line of text.split('\n')) {
    if (line.trim() === '') continue;
    const json = parseJson(line);
    const parsed = json.whole ? v.safeParse(schema, json.value) : undefined;
    if (parsed?.success) whole.push(parsed.output);
    else torn += 1;
  }
  return { whole, torn };
}

function parseJson(text: string): { whole: true; value: unknown } | { whole: false } {
  try {
    return { whole: true, value: JSON.parse(text) };
  } catch {
    return { whole: false };
  }
}
