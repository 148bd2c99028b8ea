import * as v from 'valibot';
import type { Origin } from '../../format/origin.ts';
import type { Bytes, EpochMillis } from '../../format/units.ts';

export const sentSchemaVersion = 1;

/** What a store knows of a recording whose files are in it. */
export interface SentRecording {
  readonly schemaVersion: typeof sentSchemaVersion;
  /** That of its card. */
  readonly id: string;
  /** When the recording ended. */
  readonly at: EpochMillis;
  /** Made of all its files: the same recording sent again is the same work. */
  readonly content: string;
  readonly origin: Origin;
  /** Whether the files stay after the analysis: a person asked for them. */
  readonly keep: boolean;
  readonly files: readonly SentFile[];
}

export interface SentFile {
  /** Within the recording's folder, with `/`. */
  readonly path: string;
  readonly size: Bytes;
  readonly hash: string;
}

const whole = v.pipe(v.number(), v.integer(), v.minValue(0));
/** What others put into a store must not lead out of a folder. */
const insideFolder = v.pipe(
  v.string(),
  v.check((path) => path.split('/').every((word) => /^[\w-][\w.-]*$/.test(word)), 'no path within a folder'),
);
const idShape = v.pipe(v.string(), v.regex(/^[\da-f]{8,64}$/));

const shape: v.GenericSchema<unknown, SentRecording> = v.object({
  schemaVersion: v.literal(sentSchemaVersion),
  id: idShape,
  at: v.pipe(v.number(), v.finite()),
  content: idShape,
  origin: v.record(v.string(), v.string()),
  keep: v.boolean(),
  files: v.array(v.object({ path: insideFolder, size: whole, hash: idShape })),
});

/** @throws Error if it is none */
export function parseSentRecording(text: string): SentRecording {
  return v.parse(shape, JSON.parse(text));
}

/** Where its objects lie in a store. */
export const recordingKeys = {
  all: 'recordings/',
  description: (id: string) => `recordings/${id}/files.json`,
  file: (id: string, hash: string) => `recordings/${id}/files/${hash}`,
  /** Written when its report is in the store: nobody has to analyze it again. */
  done: (id: string) => `recordings/${id}/done.json`,
} as const;

export function sizeOf({ files }: SentRecording): Bytes {
  return files.reduce((sum, { size }) => sum + size, 0);
}
