import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { suiteSizeFile } from '../../format/suite-evidence.ts';
import type { Bytes, Millis } from '../../format/units.ts';

const ledgerFile = 'ledger';

/** What one step of a worker took: of its time, for looking at survivors, and for a capture. */
export interface SuiteStep {
  /** Since its last step or its start, looking included. */
  readonly worked: Millis;
  readonly looked: Millis;
  readonly captured: Millis;
  /** What survived, if it was captured. */
  readonly bytes: Bytes;
}

export interface SuiteTotals {
  readonly worked: Millis;
  readonly looked: Millis;
  readonly looks: number;
  readonly captured: Millis;
  readonly captures: number;
  /** Of all that were captured. */
  readonly mostCaptured: Bytes;
}

/** What all workers of a suite have spent so far: short lines, because each of them reads all at the end of each file. */
export class SuiteLedger {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** The runner has given a further file to a worker. */
  begin(): void {
    this.#append('begun');
  }

  add({ worked, looked, captured, bytes }: SuiteStep): void {
    this.#append([worked, looked, captured, bytes].map(Math.round).join(' '));
  }

  totals(): SuiteTotals {
    const steps = this.#lines()
      .filter((line) => line !== 'begun')
      .map((line) => line.split(' ').map(Number));
    const sum = (field: number) => steps.reduce((total, step) => total + step[field], 0);
    const count = (field: number) => steps.filter((step) => step[field] > 0).length;
    return {
      worked: sum(0),
      looked: sum(1),
      looks: count(1),
      captured: sum(2),
      captures: count(2),
      mostCaptured: Math.max(0, ...steps.map((step) => step[3])),
    };
  }

  /** A worker gets its next file when it is through with one: when all have been given away, none gets a further one. */
  isEveryFileBegun(): boolean {
    const begun = this.#lines().filter((line) => line === 'begun').length;
    const size = readText(join(this.#folder, suiteSizeFile));
    return size !== '' && begun >= Number(size);
  }

  #append(line: string): void {
    appendFileSync(join(this.#folder, ledgerFile), `${line}\n`, { mode: 0o600 });
  }

  /** Whole lines only: a worker that was killed may have left half of one. */
  #lines(): string[] {
    return readText(join(this.#folder, ledgerFile)).split('\n').slice(0, -1);
  }
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
