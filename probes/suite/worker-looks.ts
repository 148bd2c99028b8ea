import { threadId } from 'node:worker_threads';
import type { SuiteCapture } from '../../format/suite-evidence.ts';
import type { Millis } from '../../format/units.ts';
import type { EvidenceFolder } from './evidence-folder.ts';
import type { SuiteLedger, SuiteStep, SuiteTotals } from './suite-ledger.ts';
import type { SurvivorSampler, Survivors } from './survivor-sampler.ts';

/** What a look found, and what it took. */
export interface Look {
  /** Undefined if it was not allowed. */
  readonly survivors: Survivors | undefined;
  readonly capture?: SuiteCapture;
  readonly cost: Millis;
}

/** Who may look, by what was spent, and what is worth a capture. */
export interface LookRules {
  readonly allowsLook: (totals: SuiteTotals) => boolean;
  readonly allowsCapture: (totals: SuiteTotals, survivors: Survivors) => boolean;
}

/** Looks at the survivors of one worker, and books what that takes of its time. */
export class WorkerLooks {
  readonly worker = `${process.pid}-${threadId}`;
  readonly #sampler: SurvivorSampler;
  readonly #folder: EvidenceFolder;
  readonly #ledger: SuiteLedger;
  readonly #now: () => Millis;
  /** Clocks of threads and processes begin with them: what a runner needs to start a worker is work. */
  #booked: Millis = 0;

  /** @param now milliseconds since this thread began */
  constructor(sampler: SurvivorSampler, folder: EvidenceFolder, ledger: SuiteLedger, now: () => Millis) {
    this.#sampler = sampler;
    this.#folder = folder;
    this.#ledger = ledger;
    this.#now = now;
  }

  /** At the end of a file or a worker. */
  look(rules: LookRules): Look {
    const start = this.#now();
    const before = this.#ledger.totals();
    const totals = { ...before, worked: before.worked + start - this.#booked };
    const survivors = rules.allowsLook(totals) ? this.#sampler.survivors() : undefined;
    const looked = this.#now();
    const isCaptured = survivors !== undefined && rules.allowsCapture(totals, survivors);
    const capture = isCaptured ? this.#capture(survivors) : undefined;
    const end = this.#now();
    this.#book({
      worked: end - this.#booked,
      looked: looked - start,
      captured: isCaptured ? end - looked : 0,
      bytes: isCaptured ? survivors.bytes : 0,
    });
    return { survivors, cost: end - start, ...(capture === undefined ? {} : { capture }) };
  }

  #book(step: SuiteStep): void {
    this.#ledger.add(step);
    this.#booked += step.worked;
  }

  #capture({ sizes }: Survivors): SuiteCapture {
    const file = this.#folder.pathOf(this.worker, '.heapsnapshot');
    const scripts = file.replace(/heapsnapshot$/, 'scripts.json');
    this.#sampler.capture(file, scripts);
    return { file, scripts, sizes };
  }
}
