import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import type { Report } from '../../format/report.ts';
import { parseReport } from '../../format/report-text.ts';
import type { Millis } from '../../format/units.ts';
import { UserError } from '../../format/user-error.ts';
import type { CaptureFiles } from './artefacts.ts';

const program = fileURLToPath(new URL('./explain-process.js', import.meta.url));
const timeout: Millis = 300_000;

/** What grows in a recording. A process found it, which goes on to write the page unless it is ended. */
export interface Explanation {
  readonly report: Report;
  /** Resolves when the page is there. */
  page(): Promise<void>;
  end(): Promise<void>;
}

/**
 * Analyzes captures; the report is there before the page, which takes twice as long.
 * @throws UserError `leak-test-analysis` if the analysis fails, or the reason of the signal
 */
export async function explainCaptures(
  { recording, page }: CaptureFiles,
  signal: AbortSignal | undefined,
): Promise<Explanation> {
  // What the tests' process was told (a debugger's port, preloaded modules, a small heap) is not meant for this one.
  const { NODE_OPTIONS: _, NODE_V8_COVERAGE: __, ...env } = process.env;
  const child = spawn(process.execPath, [program, recording, page], {
    env,
    timeout,
    killSignal: 'SIGKILL',
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(signal === undefined ? {} : { signal }),
  });
  const over = ended(child, recording, signal);
  const line = await Promise.race([firstLine(child), over]);
  return {
    report: parseReport(line ?? '', recording),
    page: () => over.then(() => {}),
    end: async () => {
      child.kill('SIGKILL');
      await over.catch(() => {});
    },
  };
}

async function firstLine({ stdout }: ChildProcess): Promise<string | undefined> {
  for await (const line of createInterface({ input: stdout! })) return line;
  // It ended without one, and `ended` says why.
  return await new Promise<never>(() => {});
}

function ended(child: ChildProcess, recording: string, signal: AbortSignal | undefined): Promise<undefined> {
  const complaint = text(child.stderr!);
  const over = new Promise<undefined>((resolve, reject) => {
    child.on('error', (error) => reject(signal?.aborted ? signal.reason : failed(recording, error.message)));
    child.on('close', async (code, killedBy) => {
      if (code === 0) return resolve(undefined);
      reject(failed(recording, (await complaint).trim() || `its process ended with ${code ?? killedBy}`));
    });
  });
  // If nobody wants the page, nobody listens.
  over.catch(() => {});
  return over;
}

function failed(recording: string, words: string): UserError {
  return new UserError(
    'leak-test-analysis',
    `the captures in ${recording} cannot be analyzed: ${words}`,
    `inspect them with heaptrail analyze ${recording}`,
  );
}
