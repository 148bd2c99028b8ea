import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FileEvidence } from '../../format/suite-evidence.ts';
import { suiteEvidenceFile } from '../../format/suite-evidence.ts';
import type { Bytes, EpochMillis, Millis } from '../../format/units.ts';
import { suiteLimits } from '../../judgement/parameters/suites.ts';

/** What the workers of a suite write, each line at once, and read of each other. */
export class EvidenceFolder {
  readonly #folder: string;
  readonly #startedAt: EpochMillis;
  #captures = 0;

  constructor(folder: string, startedAt: EpochMillis) {
    this.#folder = folder;
    this.#startedAt = startedAt;
  }

  add(evidence: FileEvidence): void {
    appendFileSync(join(this.#folder, suiteEvidenceFile), `${JSON.stringify(evidence)}\n`, { mode: 0o600 });
  }

  /** A name that no other worker takes. */
  pathOf(worker: string, extension: string): string {
    return join(this.#folder, `${worker}-${this.#captures++}${extension}`);
  }

  /** Whether what survives a file deserves a capture, by what other files left and what was spent. */
  allowsCapture(bytes: Bytes, now: EpochMillis): boolean {
    const lines = readEvidence(this.#folder);
    if (bytes - usual(lines) < suiteLimits.leastSurviving) return false;
    const captured = lines.filter(({ capture }) => capture !== undefined);
    if (captured.length < suiteLimits.captures) return true;
    if (bytes > suiteLimits.muchMore * Math.max(...captured.map((line) => line.bytes))) return true;
    const spent = captured.reduce((sum, { cost }) => sum + cost, 0);
    const next = spent / captured.length;
    return spent + next <= suiteLimits.shareOfTime * this.#elapsed(now);
  }

  #elapsed(now: EpochMillis): Millis {
    return now - this.#startedAt;
  }
}

/** Every file leaves compiled code and results: what half of them leave is no sign of anything. */
function usual(lines: readonly FileEvidence[]): Bytes {
  if (lines.length < suiteLimits.filesForUsual) return 0;
  return lines.map(({ bytes }) => bytes).sort((a, b) => a - b)[lines.length >> 1];
}

/** Whole lines only: a worker that was killed may have left half of one. */
export function readEvidence(folder: string): FileEvidence[] {
  let text: string;
  try {
    text = readFileSync(join(folder, suiteEvidenceFile), 'utf8');
  } catch {
    return [];
  }
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as FileEvidence);
}
