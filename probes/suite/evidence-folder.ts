import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type SuiteEvidence, suiteEvidenceFile } from '../../format/suite-evidence.ts';

/** What the workers of a suite write, each line at once. */
export class EvidenceFolder {
  readonly #folder: string;
  #captures = 0;

  constructor(folder: string) {
    this.#folder = folder;
  }

  add(evidence: SuiteEvidence): void {
    appendFileSync(join(this.#folder, suiteEvidenceFile), `${JSON.stringify(evidence)}\n`, { mode: 0o600 });
  }

  /** A name that no other worker takes. */
  pathOf(worker: string, extension: string): string {
    return join(this.#folder, `${worker}-${this.#captures++}${extension}`);
  }
}

/** Whole lines only: a worker that was killed may have left half of one. */
export function readEvidence(folder: string): SuiteEvidence[] {
  let text: string;
  try {
    text = readFileSync(join(folder, suiteEvidenceFile), 'utf8');
  } catch {
    return [];
  }
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as SuiteEvidence);
}
