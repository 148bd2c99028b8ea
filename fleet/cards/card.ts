import type { Origin } from '../../format/origin.ts';
import type { Suspect, SuspectKind } from '../../format/suspect.ts';
import type { Bytes, Confidence, EpochMillis } from '../../format/units.ts';
import type { ProblemKind, VerdictOutcome } from '../../format/verdict.ts';

export const cardSchemaVersion = 1;

/** What a fleet needs to know of one report: small, so that ten thousand are read in a second. */
export interface Card {
  readonly schemaVersion: typeof cardSchemaVersion;
  /** Of the recording: if it is analyzed again, its card takes the place of the first. */
  readonly id: string;
  /** When the recording ended. */
  readonly at: EpochMillis;
  /** When it was analyzed: of two cards of one recording, the later one counts. */
  readonly judgedAt: EpochMillis;
  readonly origin: Origin;
  readonly pid?: number;
  readonly runtime?: string;
  readonly outcome: VerdictOutcome;
  readonly problem: ProblemKind;
  readonly sentence: string;
  readonly confidence: Confidence;
  /** The most likely first. */
  readonly leaks: readonly CardLeak[];
  /** The key of the page, if there is one; the report has its own. */
  readonly page?: string;
}

/** One suspect of a report, or growth outside the heap. */
export interface CardLeak extends Pick<Suspect, 'title' | 'confirmed' | 'confidence'> {
  /** Of the suspect; of growth outside the heap its kind and owner: `native:node::ZlibContext`. */
  readonly fingerprint: string;
  readonly kind: SuspectKind | ProblemKind;
  /** The holder as one expression, or the owner of native memory. */
  readonly holder: string;
  /** Where to look in the source. */
  readonly place?: string;
  readonly bytesPerHour?: Bytes;
  readonly objectsPerHour?: number;
  readonly objectsPerOperation?: number;
}

/** One process under `watch`, also if it never had to be looked at: without them, nobody knows who is healthy. */
export interface InstanceCard {
  readonly schemaVersion: typeof cardSchemaVersion;
  readonly origin: Origin;
  readonly pid: number;
  readonly runtime: string;
  /** Since when this process is watched. */
  readonly since: EpochMillis;
  readonly at: EpochMillis;
  /** Whether its samples have proven growth of any kind. */
  readonly grows: boolean;
  readonly rss?: Bytes;
  readonly heapUsed?: Bytes;
}

/** Where each kind of object lies in a store. */
export const keys = {
  cards: 'cards/',
  packs: 'packs/',
  instances: 'instances/',
  card: ({ id, at }: Pick<Card, 'id' | 'at'>) => `cards/${dayOf(at)}/${id}.json`,
  pack: (day: string, name: string) => `packs/${day}/${name}.ndjson`,
  report: (id: string) => `reports/${id}/report.json`,
  page: (id: string) => `reports/${id}/page.html`,
  /** Several processes may run as one instance, as in a cluster on one host. */
  instance: (service: string, instance: string, pid: number) =>
    `instances/${keyWord(service)}/${keyWord(instance)}/${pid}.json`,
} as const;

function dayOf(at: EpochMillis): string {
  return new Date(at).toISOString().slice(0, 10);
}

/** A name as a word of a key: other characters by their code, so that no two names meet. */
export function keyWord(name: string): string {
  const word = name.replace(/[^A-Za-z0-9-]/g, (character) =>
    [...Buffer.from(character)].map((byte) => `_${byte.toString(16).padStart(2, '0')}`).join(''),
  );
  return word === '' ? '_' : word;
}
