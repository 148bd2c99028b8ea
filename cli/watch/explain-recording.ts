import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { RingSuspect } from '../../format/ring-entry.ts';
import type { Suspect } from '../../format/suspect.ts';
import type { Explained } from '../../probes/watch/watch-setting.ts';
import { runBeside } from './run-beside.ts';

/**
 * Analyzes a recording in a process of its own: if it fails, only the verdict is missing. Never rejects.
 * @param priority as `nice` counts; by default it gives way to the process that is watched
 */
export async function explainRecording(
  recording: string,
  signal: AbortSignal,
  priority?: number,
): Promise<Explained> {
  const page = path.join(recording, 'page.html');
  const report = path.join(recording, 'report.json');
  try {
    // By name: a recording that was cut off keeps no report by itself.
    const files = ['--html', page, '--reporter', `json=${report}`];
    const words = ['analyze', recording, ...files, '--no-source', '--fail-on', 'never'];
    await runBeside('analysis', words, signal, priority);
    const { parseReport } = await import('../../format/report-text.ts');
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
