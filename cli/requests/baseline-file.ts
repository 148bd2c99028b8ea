import * as v from 'valibot';
import { readRegularFile } from '../../analyzer/parse/regular-file.ts';
import type { Baseline } from '../../analyzer/report/baseline.ts';
import { suspectKinds } from '../../format/report-text.ts';
import { upgraded } from '../../format/upgrade.ts';
import { UserError } from '../../format/user-error.ts';
import { writeNamedFile } from '../output/write-named-file.ts';

const schemaVersion = 1;
const amount = v.pipe(v.number(), v.finite(), v.minValue(0));
const text = v.pipe(v.string(), v.nonEmpty());
const schema = v.strictObject({
  schemaVersion: v.literal(schemaVersion),
  suspects: v.array(
    v.strictObject({
      fingerprint: v.pipe(v.string(), v.regex(/^[0-9a-f]{8}$/, 'is not eight hex digits')),
      holder: text,
      kind: v.picklist(suspectKinds),
      rate: v.strictObject({ per: v.picklist(['operation', 'interval']), objects: amount, bytes: amount }),
      reason: v.exactOptional(text),
    }),
  ),
});

/**
 * The baseline in the file, or undefined if there is none.
 * @throws UserError `bad-config` if it cannot be read or is none
 */
export function readBaseline(file: string): Baseline | undefined {
  let json: string;
  try {
    json = readRegularFile(file);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === 'ENOENT') return undefined;
    throw badBaseline(`${file} cannot be read (${code})`, cause);
  }
  return parseBaseline(json, file);
}

function parseBaseline(json: string, file: string): Baseline {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (cause) {
    throw badBaseline(`${file} is not JSON: ${(cause as Error).message}`, cause);
  }
  const upgrade = { from: file, what: 'baseline', version: schemaVersion, upgrades: [] };
  const parsed = v.safeParse(schema, upgraded(value, upgrade));
  if (parsed.success) return { suspects: parsed.output.suspects };
  const [issue] = parsed.issues;
  throw badBaseline(`${file} is not a baseline: ${v.getDotPath(issue) ?? 'the top level'}: ${issue.message}`);
}

/** Sorted and in one form, so that its history in a repository shows what changed and nothing else. */
export function writeBaseline(file: string, { suspects }: Baseline): void {
  writeNamedFile(file, `${JSON.stringify({ schemaVersion, suspects }, undefined, 2)}\n`, { mode: 0o644 });
}

function badBaseline(message: string, cause?: unknown): UserError {
  return new UserError('bad-config', message, 'correct it, or delete it and create it again with --update', {
    cause,
  });
}
