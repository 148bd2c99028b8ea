import { getHeapStatistics } from 'node:v8';
import { threadId } from 'node:worker_threads';
import type { FileEvidence, SuiteCapture } from '../../format/suite-evidence.ts';
import type { EpochMillis } from '../../format/units.ts';
import type { AsyncWatch } from './async-watch.ts';
import type { EvidenceFolder } from './evidence-folder.ts';
import type { SurvivorSampler, Survivors } from './survivor-sampler.ts';

/** Follows one worker from file to file, and says of each what it left behind. */
export class FileWatch {
  readonly #sampler: SurvivorSampler;
  readonly #folder: EvidenceFolder;
  readonly #now: () => EpochMillis;
  readonly #asyncWatch: AsyncWatch | undefined;
  readonly #worker = `${process.pid}-${threadId}`;
  #file: { readonly path: string; readonly hasOwnModules: boolean } | undefined;

  /** @param asyncWatch if handles and promises are to be followed, too */
  constructor(
    sampler: SurvivorSampler,
    folder: EvidenceFolder,
    now: () => EpochMillis,
    asyncWatch: AsyncWatch | undefined,
  ) {
    this.#sampler = sampler;
    this.#folder = folder;
    this.#now = now;
    this.#asyncWatch = asyncWatch;
  }

  /** From now on, what is born is this file's. */
  begin(path: string, hasOwnModules: boolean): void {
    this.#file = { path, hasOwnModules };
    this.#sampler.begin();
    this.#asyncWatch?.begin();
  }

  /** A test begins, or is over. */
  enter(test: string | undefined): void {
    this.#asyncWatch?.enter(test);
  }

  /** The file is gone, as far as its runner lets it go. Nothing, if it has been judged already. */
  finish(): void {
    const file = this.#file;
    if (file === undefined) return;
    this.#file = undefined;
    const start = this.#now();
    const survivors = this.#sampler.survivors();
    const handles = this.#asyncWatch?.end() ?? [];
    const capture = this.#folder.allowsCapture(survivors.bytes, start) ? this.#capture(survivors) : undefined;
    this.#sampler.end();
    const { used_heap_size: heapUsed } = getHeapStatistics();
    const evidence: FileEvidence = {
      file: file.path,
      hasOwnModules: file.hasOwnModules,
      worker: this.#worker,
      at: start,
      bytes: survivors.bytes,
      heapUsed,
      sites: survivors.sites,
      handles,
      cost: this.#now() - start,
      ...(capture === undefined ? {} : { capture }),
    };
    this.#folder.add(evidence);
  }

  #capture({ sizes }: Survivors): SuiteCapture {
    const file = this.#folder.pathOf(this.#worker, '.heapsnapshot');
    const scripts = file.replace(/heapsnapshot$/, 'scripts.json');
    this.#sampler.capture(file, scripts);
    return { file, scripts, sizes };
  }
}
