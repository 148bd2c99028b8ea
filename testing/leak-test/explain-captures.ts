import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Report } from '../../format/report.ts';
import { parseReport } from '../../format/report-text.ts';
import type { Millis } from '../../format/units.ts';
import { UserError } from '../../format/user-error.ts';

const program = fileURLToPath(new URL('./explain-process.js', import.meta.url));
const timeout: Millis = 300_000;
const largestReport = 64 << 20;

/**
 * What grows in a recording, and its page written to `page`.
 * @throws UserError `leak-test-analysis` where the analysis fails
 */
export async function explainCaptures(recording: string, page: string): Promise<Report> {
  // What the tests' process was told (a debugger's port, preloaded modules, a small heap) is not meant for this one.
  const { NODE_OPTIONS: _, NODE_V8_COVERAGE: __, ...env } = process.env;
  return await new Promise((resolve, reject) => {
    execFile(
      process.execPath,
      [program, recording, page],
      { env, timeout, maxBuffer: largestReport },
      (error, stdout, stderr) => {
        if (error === null) resolve(parseReport(stdout, recording));
        else reject(failed(recording, stderr.trim() || error.message, error));
      },
    );
  });
}

function failed(recording: string, words: string, cause: unknown): UserError {
  return new UserError(
    'leak-test-analysis',
    `the captures in ${recording} cannot be analyzed: ${words}`,
    `look at them with heaptrail analyze ${recording}`,
    { cause },
  );
}
