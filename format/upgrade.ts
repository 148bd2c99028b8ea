import { tool } from './tool.ts';
import { UserError } from './user-error.ts';

/** JSON of some version, whose shape nobody has checked yet. */
export type Json = Readonly<Record<string, unknown>>;

/** From one form of a file to the next one. Forms of one schema version differ in fields that were added to it. */
export interface Upgrade {
  /** What changed, for those who read the list. */
  readonly change: string;
  /** True for what was written before the change. */
  readonly isOlder: (json: Json) => boolean;
  readonly upgrade: (json: Json) => Json;
}

export interface VersionedFile {
  /** How the reader knows the file. */
  readonly from: string;
  /** What it is, in words: `report`, `recording`. */
  readonly what: string;
  /** The version that this program reads and writes. */
  readonly version: number;
  /** One step for each change, the oldest first. */
  readonly upgrades: readonly Upgrade[];
}

/**
 * What an older heaptrail wrote, as this one would have written it.
 * @throws UserError `unknown-schema-version` for what a newer one wrote
 */
export function upgraded(value: unknown, file: VersionedFile): unknown {
  if (!isJson(value)) return value;
  refuseNewer(value, file);
  return file.upgrades.reduce((json, step) => (step.isOlder(json) ? step.upgrade(json) : json), value);
}

function refuseNewer(json: Json, { from, what, version }: VersionedFile): void {
  const found = json.schemaVersion;
  if (typeof found !== 'number' || found <= version) return;
  const writer = isJson(json.tool) && typeof json.tool.version === 'string' ? json.tool.version : undefined;
  const by = writer === undefined ? 'a newer heaptrail' : `heaptrail ${writer}`;
  throw new UserError(
    'unknown-schema-version',
    `${from} was written by ${by} as ${what} schema ${found}, and this heaptrail (${tool.version}) reads up to ${version}`,
    `install the version that wrote it: npm install --global heaptrail@${writer ?? 'latest'}`,
  );
}

export function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
