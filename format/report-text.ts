import * as v from 'valibot';
import { trimMeans } from './experiment.ts';
import { nativeCauseKinds } from './native-cause.ts';
import { nativeOwnerKinds } from './native-owners.ts';
import { type Report, reportSchemaVersion } from './report.ts';
import { reportUpgrades } from './report-upgrades.ts';
import { allocators, residentParts } from './resident-parts.ts';
import { rungChoice } from './rung-text.ts';
import type { SuspectKind } from './suspect.ts';
import { upgraded } from './upgrade.ts';
import { UserError } from './user-error.ts';
import { parts, problemKinds, verdictOutcomes } from './verdict.ts';

/**
 * The text of a JSON report to its type. Reports come from disk and from other machines, so their shape is
 * checked here once and trusted nowhere else. Fields that a newer program added are dropped, and figures that are made
 * of others (`size`, `release`) are made anew.
 */

const number = v.pipe(v.number(), v.finite());
const text = v.string();
const texts = v.array(text);
const share = v.pipe(number, v.minValue(0), v.maxValue(1));

const pathStep = v.object({
  edge: text,
  name: text,
  kind: v.picklist([
    'root',
    'module',
    'object',
    'closure',
    'scope',
    'collection',
    'native',
    'entry',
    'string',
    'chain',
  ]),
  properties: v.exactOptional(texts),
  location: v.exactOptional(text),
  index: v.exactOptional(number),
  declared: v.exactOptional(text),
  minifiedName: v.exactOptional(text),
  minifiedEdge: v.exactOptional(text),
  growing: v.exactOptional(v.boolean()),
  repeats: v.exactOptional(number),
});

const survivors = v.object({ counts: v.array(number), bytes: v.array(number) });

const stackFrame = v.object({
  function: text,
  file: text,
  line: number,
  column: number,
  dependency: v.exactOptional(v.literal(true)),
});

const allocationSite = v.object({
  frame: stackFrame,
  stacks: v.array(
    v.object({
      frames: v.array(stackFrame),
      bytes: number,
      bytesPerInterval: number,
      objects: v.exactOptional(number),
      share,
    }),
  ),
  bytes: number,
  bytesPerInterval: number,
  samples: number,
  objects: v.exactOptional(number),
  suspect: v.exactOptional(text),
  share: v.exactOptional(share),
});

export const suspectKinds = [
  'map',
  'set',
  'weak-map',
  'array',
  'queue',
  'dictionary',
  'listeners',
  'string-buffer',
  'buffer',
  'timers',
  'promises',
  'closures',
  'linked-list',
  'handles',
  'objects',
] as const satisfies readonly SuspectKind[];

const anatomy = v.object({
  name: text,
  retained: number,
  properties: texts,
  values: v.exactOptional(texts),
  parts: v.array(v.object({ path: text, name: text, retained: number, count: v.exactOptional(number) })),
  packages: v.exactOptional(v.array(v.object({ name: text, bytes: number }))),
  functions: v.array(
    v.object({ role: text, name: text, location: v.exactOptional(text), module: v.exactOptional(text) }),
  ),
});

const placed = { name: text, share };
const experimentStep = v.object({
  at: number,
  predicted: v.exactOptional(number),
  givenBack: number,
  residentBefore: number,
  residentAfter: number,
  took: number,
});

const nativeCause = v.object({
  kind: v.picklist(nativeCauseKinds),
  isProven: v.boolean(),
  bytes: number,
  sentence: text,
  evidence: texts,
  setting: v.exactOptional(v.object({ text, saves: number })),
  experiment: v.exactOptional(
    v.object({
      collection: v.exactOptional(experimentStep),
      trim: v.exactOptional(v.object({ ...experimentStep.entries, by: v.picklist(trimMeans) })),
      notTrimmed: v.exactOptional(text),
    }),
  ),
});

const nativeOwners = v.object({
  duration: number,
  gained: number,
  owners: v.array(
    v.object({
      kind: v.picklist(nativeOwnerKinds),
      name: text,
      module: text,
      functions: v.array(v.object(placed)),
      entry: v.exactOptional(text),
      calledBy: v.exactOptional(v.object({ ...placed, file: text, line: number, column: number })),
      born: v.array(number),
      bytes: number,
      bytesPerHour: number,
      share,
      growth: v.picklist(['proven', 'possible', 'refuted']),
      suspect: v.exactOptional(text),
    }),
  ),
  limits: texts,
});

const fingerprint = v.pipe(text, v.regex(/^[0-9a-f]{8}$/, 'is not a fingerprint'));

const singleSuspect = v.object({
  fingerprint,
  kind: v.picklist(suspectKinds),
  title: text,
  confidence: share,
  confirmed: v.boolean(),
  slowing: v.exactOptional(v.literal(true)),
  mayEnd: v.exactOptional(text),
  ofOpenOwner: v.exactOptional(v.literal(true)),
  path: v.array(pathStep),
  holders: v.array(v.object({ name: text, expression: text, path: v.array(pathStep), share })),
  survivors,
  growth: v.object({
    objectsPerInterval: number,
    bytesPerInterval: number,
    bytesPerHour: v.exactOptional(number),
    objectsPerHour: v.exactOptional(number),
    objectsPerOperation: v.exactOptional(number),
  }),
  externalShare: v.number(),
  retainedSize: number,
  entryClass: text,
  entryCount: number,
  anatomy: v.exactOptional(anatomy),
  evidence: texts,
  remedy: texts,
  allocations: v.exactOptional(
    v.object({
      counted: v.exactOptional(v.literal(true)),
      confidence: share,
      evidence: texts,
      sites: v.array(allocationSite),
      share: v.exactOptional(number),
    }),
  ),
  heaps: v.exactOptional(texts),
});

const suspect = v.object({
  ...singleSuspect.entries,
  parts: v.exactOptional(
    v.array(
      v.object({
        tie: v.object({ by: v.picklist(['values', 'keys']), with: fingerprint, share }),
        suspect: singleSuspect,
      }),
    ),
  ),
});

const heapSummary = v.object({
  capture: text,
  bytes: number,
  outside: v.exactOptional(number),
  objects: number,
  holders: v.array(
    v.object({
      expression: text,
      className: text,
      place: v.exactOptional(text),
      retained: number,
      share,
      objects: number,
      entries: v.exactOptional(number),
      heldBy: v.exactOptional(texts),
    }),
  ),
  packages: v.array(v.object({ name: text, bytes: number, share })),
  duplicatedStrings: v.exactOptional(
    v.object({
      copies: number,
      waste: number,
      largest: v.array(v.object({ copies: number, bytes: number, waste: number, heldAs: text })),
    }),
  ),
  hints: v.array(
    v.object({
      kind: v.picklist(['large-collection', 'listeners', 'long-chain', 'spare-room']),
      text,
      expression: text,
      place: v.exactOptional(text),
      retained: number,
      guess: v.boolean(),
    }),
  ),
  limits: texts,
});

const memorySeries = v.object({
  name: v.picklist([
    'rss',
    'heapUsed',
    'external',
    'arrayBuffers',
    'native',
    'children',
    'childrenRss',
    'threads',
    'descriptors',
    'handles',
    'rssAnonymous',
    'cgroupUsage',
    'machineUsed',
    'heapTotal',
    'swap',
    'virtualSize',
  ]),
  first: number,
  last: number,
  perHour: number,
  unsure: v.exactOptional(v.boolean()),
});

const residentTrend = v.object({
  from: v.picklist(['mappings', 'status']),
  readings: number,
  first: number,
  last: number,
  parts: v.array(v.object({ name: v.picklist(residentParts), first: number, last: number, gain: number })),
  files: v.exactOptional(v.array(v.object({ name: text, last: number, gain: number }))),
  allocator: v.exactOptional(v.picklist(allocators)),
  arenas: v.exactOptional(number),
  beside: v.exactOptional(
    v.object({
      pageTables: v.exactOptional(number),
      swap: v.exactOptional(number),
      heapFree: v.exactOptional(number),
      hugePages: v.exactOptional(number),
      lazilyFreed: v.exactOptional(number),
    }),
  ),
});

const memoryTrend = v.object({
  perSample: v.exactOptional(v.literal(true)),
  duration: number,
  samples: number,
  series: v.array(memorySeries),
  byCaptures: v.exactOptional(number),
  resident: v.exactOptional(residentTrend),
  timeLeft: v.exactOptional(
    v.array(
      v.object({
        limit: v.picklist(['heap limit', 'cgroup limit', 'memory of the machine', 'given limit']),
        room: number,
        left: number,
      }),
    ),
  ),
});

const judgedPart = v.object({
  name: v.picklist(parts),
  state: v.picklist(['grows', 'does-not-grow', 'not-judged']),
  reason: text,
  first: v.exactOptional(number),
  last: v.exactOptional(number),
  perHour: v.exactOptional(number),
});

const verdict = v.object({
  outcome: v.picklist(verdictOutcomes),
  problem: v.picklist(problemKinds),
  sentence: text,
  confidence: share,
  evidence: texts,
  next: texts,
  parts: v.exactOptional(v.array(judgedPart)),
});

const reportFields = {
  schemaVersion: v.literal(reportSchemaVersion),
  tool: v.object({ name: text, version: text }),
  createdAt: number,
  verdict,
  suspects: v.array(suspect),
  suppressed: v.exactOptional(
    v.array(
      v.object({
        suspect,
        list: v.picklist(['suppress', 'libraryLeaks', 'baseline']),
        reason: text,
        by: v.picklist(['fingerprint', 'path', 'package']),
        matches: text,
      }),
    ),
  ),
  baseline: v.exactOptional(
    v.array(
      v.object({
        fingerprint: text,
        holder: text,
        state: v.picklist(['new', 'faster', 'accepted', 'gone']),
      }),
    ),
  ),
  intervals: v.array(
    v.object({
      from: text,
      to: text,
      duration: v.exactOptional(number),
      operations: v.exactOptional(number),
    }),
  ),
  coverage: v.object({
    captures: number,
    method: v.picklist(['survivors-by-birth', 'path-classes', 'visits', 'census', 'ledger-only']),
    rung: v.exactOptional(rungChoice),
    notSeen: texts,
    limits: texts,
  }),
  target: v.exactOptional(
    v.object({
      pid: v.exactOptional(number),
      address: v.exactOptional(text),
      runtime: text,
      version: text,
      command: text,
      directory: v.exactOptional(text),
    }),
  ),
  memory: v.exactOptional(memoryTrend),
  native: v.exactOptional(
    v.object({ owners: v.exactOptional(nativeOwners), cause: v.exactOptional(nativeCause) }),
  ),
  pulses: v.exactOptional(
    v.object({
      pulses: number,
      survivors,
      objectsPerInterval: number,
      bytesPerInterval: number,
      objectsPerHour: v.exactOptional(number),
      objectsPerOperation: v.exactOptional(number),
      bytesPerHour: v.exactOptional(number),
    }),
  ),
  allocations: v.exactOptional(
    v.object({ interval: number, profiles: number, sites: v.array(allocationSite) }),
  ),
  processes: v.exactOptional(
    v.array(
      v.object({
        pid: v.exactOptional(text),
        life: v.exactOptional(number),
        verdict,
        memory: memoryTrend,
      }),
    ),
  ),
  heapSummaries: v.exactOptional(v.array(heapSummary)),
};

/** What a report has to look like. */
export const reportShape: v.GenericSchema<unknown, Report> = v.object({
  ...reportFields,
  heaps: v.exactOptional(
    v.array(
      v.object({
        name: text,
        pid: v.exactOptional(number),
        thread: v.exactOptional(number),
        ended: v.exactOptional(v.literal(true)),
        report: v.object(reportFields),
      }),
    ),
  ),
});

/**
 * @param from how the reader knows the text: its file's name.
 * @throws UserError `broken-report`, or `unknown-schema-version` if a newer heaptrail wrote it.
 */
export function parseReport(json: string, from: string): Report {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (cause) {
    throw brokenReport(`${from} is not complete JSON`, cause);
  }
  const file = { from, what: 'report', version: reportSchemaVersion, upgrades: reportUpgrades };
  const parsed = v.safeParse(reportShape, upgraded(value, file));
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  throw brokenReport(`${from} is not a report: ${v.getDotPath(issue) ?? 'the top level'}: ${issue.message}`);
}

function brokenReport(message: string, cause?: unknown): UserError {
  return new UserError('broken-report', message, 'choose a report written by heaptrail analyze --json', {
    cause,
  });
}
