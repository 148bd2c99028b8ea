import * as v from 'valibot';
import { suspectKinds } from '../../format/report-text.ts';
import { problemKinds, verdictOutcomes } from '../../format/verdict.ts';
import { type Card, cardSchemaVersion, type InstanceCard } from './card.ts';

/** Cards come from other machines, and from other versions: their shape is checked here once. */

const number = v.pipe(v.number(), v.finite());
const share = v.pipe(number, v.minValue(0), v.maxValue(1));
const origin = v.record(v.string(), v.string());

const cardShape: v.GenericSchema<unknown, Card> = v.object({
  schemaVersion: v.literal(cardSchemaVersion),
  id: v.string(),
  at: number,
  judgedAt: number,
  origin,
  pid: v.exactOptional(number),
  runtime: v.exactOptional(v.string()),
  outcome: v.picklist(verdictOutcomes),
  problem: v.picklist(problemKinds),
  sentence: v.string(),
  confidence: share,
  leaks: v.array(
    v.object({
      fingerprint: v.string(),
      title: v.string(),
      kind: v.picklist([...suspectKinds, ...problemKinds]),
      confirmed: v.boolean(),
      confidence: share,
      holder: v.string(),
      place: v.exactOptional(v.string()),
      bytesPerHour: v.exactOptional(number),
      objectsPerHour: v.exactOptional(number),
      objectsPerOperation: v.exactOptional(number),
    }),
  ),
  page: v.exactOptional(v.string()),
});

const instanceShape: v.GenericSchema<unknown, InstanceCard> = v.object({
  schemaVersion: v.literal(cardSchemaVersion),
  origin,
  pid: number,
  runtime: v.string(),
  since: number,
  at: number,
  grows: v.boolean(),
  rss: v.exactOptional(number),
  heapUsed: v.exactOptional(number),
});

/** @returns what is wrong with it, in words, if it is no card */
export function parseCard(text: string): Card | string {
  return parsed(cardShape, text);
}

/** @returns what is wrong with it, in words, if it is none */
export function parseInstanceCard(text: string): InstanceCard | string {
  return parsed(instanceShape, text);
}

function parsed<T>(shape: v.GenericSchema<unknown, T>, text: string): T | string {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return 'it is not complete JSON';
  }
  const { success, output, issues } = v.safeParse(shape, value, { abortEarly: true });
  if (success) return output;
  const [issue] = issues;
  return `${v.getDotPath(issue) ?? 'the top level'}: ${issue.message}`;
}
