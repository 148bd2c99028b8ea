import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setPriority } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseReport } from '../../format/report-text.ts';
import type { RingSuspect } from '../../format/ring-entry.ts';
import type { Suspect } from '../../format/suspect.ts';
import type { Millis } from '../../format/units.ts';
import type { Explained } from '../../probes/watch/watch-setting.ts';

const patience: Millis = 15 * 60_000;
const lowPriority = 15;
const mostErrorText = 300;

/**
 * Analyzes a recording in a process of its own, which gives way to the one that is watched: what it needs of memory
 * and time is gone with it, and if it fails only the verdict is missing. Never rejects.
 * @param priority as `nice` counts
 */
export async function explainRecording(
  recording: string,
  signal: AbortSignal,
  priority = lowPriority,
): Promise<Explained> {
  const page = path.join(recording, 'page.html');
  const report = path.join(recording, 'report.json');
  try {
    // By name: a recording that was cut off keeps no report by itself.
    const files = ['--html', page, '--reporter', `json=${report}`];
    await analyze(['analyze', recording, ...files, '--no-source', '--fail-on', 'never'], signal, priority);
    const { verdict, suspects } = parseReport(readFileSync(report, 'utf8'), report);
    const { outcome, sentence, confidence } = verdict;
    const [first] = suspects;
    const suspect = first === undefined ? {} : { suspect: inShort(first) };
    return { verdict: { outcome, sentence, confidence }, report, page, ...suspect };
  } catch (error) {
    return { failure: error instanceof Error ? error.message : String(error) };
  }
}

function inShort({ title, holders, confidence, growth: { bytesPerHour } }: Suspect): RingSuspect {
  return {
    title,
    expression: holders[0]?.expression ?? title,
    confidence,
    ...(bytesPerHour === undefined ? {} : { bytesPerHour }),
  };
}

async function analyze(words: readonly string[], signal: AbortSignal, priority: number): Promise<void> {
  const command = fileURLToPath(new URL('../main.js', import.meta.url));
  const child = spawn(process.execPath, [command, ...words], {
    // Ctrl-C is for the watch, which ends this.
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
    signal: AbortSignal.any([signal, AbortSignal.timeout(patience)]),
  });
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors = (errors + text).slice(-mostErrorText);
  });
  child.once('spawn', () => setPriority(child.pid!, priority));
  await new Promise<void>((resolve, reject) => {
    child.once('error', (error) =>
      reject(error.name === 'AbortError' ? new Error('the analysis was stopped before it was done') : error),
    );
    child.once('close', (code) => {
      // Inconclusive is an answer.
      if (code === 0 || code === 3) resolve();
      else reject(new Error(`the analysis ended with exit code ${code}: ${errors.trim()}`));
    });
  });
}
