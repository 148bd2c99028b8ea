import { existsSync } from 'node:fs';
import { requireSnapshot } from '../../analyzer/recording/open-loose-snapshots.ts';
import { redactSnapshot } from '../../analyzer/redact/redact-snapshot.ts';
import { counted } from '../../format/quantities.ts';
import { UserError } from '../../format/user-error.ts';
import { progressOn } from '../output/progress.ts';
import { print } from '../output/terminal.ts';
import { type ExitCode, exitCode } from '../requests/exit-codes.ts';

/** Writes the redacted snapshot and says how much of it was replaced. */
export async function redactAndTell(file: string, output: string): Promise<ExitCode> {
  if (existsSync(output)) {
    throw new UserError('usage', `${output} already exists`, 'choose a new file');
  }
  requireSnapshot(file);
  const progress = progressOn(process.stderr);
  try {
    const replaced = redactSnapshot(file, output, {
      onProgress: (written, size) => progress.report(`redacting ${file}`, Math.min(1, written / size)),
    });
    progress.end();
    await print(`${output}: ${counted(replaced, 'string')} replaced\n`);
    return exitCode.noGrowth;
  } finally {
    progress.end();
  }
}
