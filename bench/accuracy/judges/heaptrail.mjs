import { spawnSync } from 'node:child_process';
import { analyzeCommand } from '../../engines.mjs';

/** What `heaptrail analyze --json` suspects, with everything a reader is told except the proof and the advice. */
export function judgeByHeaptrail(files) {
  const [node, ...words] = analyzeCommand(files);
  const { status, stdout, stderr } = spawnSync(node, words, { encoding: 'utf8', maxBuffer: 2 ** 28 });
  // The other exit codes stand for verdicts.
  if (![0, 1, 3].includes(status)) throw new Error(`heaptrail ends with ${status}: ${stderr.slice(-400)}`);
  return JSON.parse(stdout).suspects.map(({ remedy, evidence, ...told }) => ({
    text: JSON.stringify(told),
    title: told.title,
    confidence: told.confidence,
  }));
}
