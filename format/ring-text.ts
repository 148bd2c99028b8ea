import * as v from 'valibot';
import type { RingEntry } from './ring-entry.ts';

/** What a ring's text holds; a torn line or one of a kind that is not known here is counted and left out. */
export interface RingText {
  readonly entries: readonly RingEntry[];
  readonly torn: number;
}

const amount = v.pipe(v.number(), v.finite(), v.minValue(0));
const at = amount;
const memory = v.looseObject({ at });
const frame = v.looseObject({ function: v.string(), file: v.string(), line: amount, column: amount });
const site = v.looseObject({ frame, bytes: amount, bytesPerInterval: v.number(), samples: amount });
const suspect = v.object({
  title: v.string(),
  expression: v.string(),
  confidence: amount,
  bytesPerHour: v.exactOptional(v.number()),
});

const entry = v.variant('kind', [
  v.object({
    kind: v.literal('target'),
    at,
    target: v.looseObject({
      pid: amount,
      runtime: v.string(),
      version: v.string(),
      command: v.array(v.string()),
    }),
  }),
  v.object({ kind: v.literal('sample'), at, memory }),
  v.object({
    kind: v.literal('surroundings'),
    at,
    oomKills: v.exactOptional(amount),
    limitHits: v.exactOptional(amount),
    pressure: v.exactOptional(amount),
  }),
  v.object({ kind: v.literal('sites'), at, profiles: amount, sites: v.array(site) }),
  v.object({
    kind: v.literal('growth'),
    at,
    problem: v.string(),
    sentence: v.string(),
    confidence: amount,
  }),
  v.object({
    kind: v.literal('look'),
    at,
    recording: v.string(),
    sentence: v.string(),
    confidence: amount,
    suspect: v.exactOptional(suspect),
  }),
  v.object({ kind: v.literal('refused'), at, cause: v.string(), reason: v.string() }),
  v.object({
    kind: v.literal('death'),
    at,
    reason: v.string(),
    oomKills: v.exactOptional(amount),
    signal: v.exactOptional(v.string()),
    exitCode: v.exactOptional(amount),
    abrupt: v.exactOptional(v.literal(true)),
  }),
]);

export function parseRing(text: string): RingText {
  const entries: RingEntry[] = [];
  let torn = 0;
  for (const line of text.split('\n')) {
    if (line === '') continue;
    const parsed = v.safeParse(entry, objectIn(line));
    if (parsed.success) entries.push(parsed.output as unknown as RingEntry);
    else torn++;
  }
  return { entries, torn };
}

function objectIn(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
