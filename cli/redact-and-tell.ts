import { existsSync } from 'node:fs';
import { SnapshotError } from '../analyzer/parse/snapshot-error.ts';
import { redactSnapshot } from '../analyzer/redact/redact-snapshot.ts';
import { counted } from '../format/quantities.ts';
import { UserError } from '../format/user-error.ts';
import { progressOn } from './progress.ts';
import { print } from './terminal.ts';

/** Writes the redacted snapshot and says how much of it was replaced. */
export async function redactAndTell(file: string, output: string): Promise<void> {
  if (existsSync(output)) {
    throw new UserError('usage', `${output} exists already`, 'name a file that does not');
  }
  const progress = progressOn(process.stderr);
  try {
    const replaced = redactSnapshot(file, output, {
      onProgress: (written, size) => progress.report(`redacting ${file}`, Math.min(1, written / size)),
    });
    progress.end();
    await print(`${output}: ${counted(replaced, 'string')} replaced\n`);
  } catch (error) {
    progress.end();
    throw error instanceof SnapshotError ? asUserError(error) : error;
  }
}

function asUserError(cause: SnapshotError): UserError {
  const { file, reason, offset, nextStep } = cause;
  return new UserError('torn-snapshot', `${file}: ${reason} (at byte ${offset})`, nextStep, { cause });
}
