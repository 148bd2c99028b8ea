import { getHeapStatistics } from 'node:v8';
import type { SuiteFileTag } from '../../format/suite-evidence.ts';
import type { Bytes, EpochMillis } from '../../format/units.ts';
import type { AsyncWatch } from './async-watch.ts';
import type { EvidenceFolder } from './evidence-folder.ts';
import { allowsCapture, isNearLimit } from './look-budget.ts';
import type { SurvivorSampler } from './survivor-sampler.ts';
import type { WorkerLooks } from './worker-looks.ts';

/**
 * Samples tell here only where something was made, as the heap knows whose it is. At 16 KiB they took 10 % of the time of a
 * suite of jest.
 */
const intervalOfPlaces: Bytes = 128 << 10;

/**
 * Follows one worker whose files have a global scope each, which should go with the file. Weak references say for nothing
 * which scopes are alive, so that one collection and one capture at the end of the worker are enough for all its files.
 */
export class ScopeWatch {
  readonly #sampler: SurvivorSampler;
  readonly #looks: WorkerLooks;
  readonly #folder: EvidenceFolder;
  readonly #now: () => EpochMillis;
  readonly #asyncWatch: AsyncWatch | undefined;
  readonly #tags: WeakRef<SuiteFileTag>[] = [];
  #file: string | undefined;
  #isSampling = false;
  #isLookedAt = false;

  constructor(
    sampler: SurvivorSampler,
    looks: WorkerLooks,
    folder: EvidenceFolder,
    now: () => EpochMillis,
    asyncWatch: AsyncWatch | undefined,
  ) {
    this.#sampler = sampler;
    this.#looks = looks;
    this.#folder = folder;
    this.#now = now;
    this.#asyncWatch = asyncWatch;
  }

  /** The scope of a file was made. It gets the tag. */
  begin(file: string): SuiteFileTag {
    this.#file = file;
    if (!this.#isSampling) this.#sampler.begin(intervalOfPlaces);
    this.#isSampling = true;
    this.#asyncWatch?.begin();
    const tag = { file };
    this.#tags.push(new WeakRef(tag));
    return tag;
  }

  /** Its runner no longer needs the file. Nothing, if that was known. */
  finish(): void {
    const file = this.#file;
    if (file === undefined) return;
    this.#file = undefined;
    const { used_heap_size: heapUsed, heap_size_limit: limit } = getHeapStatistics();
    this.#folder.add({
      kind: 'file',
      file,
      isLookedAt: true,
      worker: this.#looks.worker,
      at: this.#now(),
      bytes: 0,
      heapUsed,
      sites: [],
      handles: this.#openHandles(),
      cost: 0,
    });
    // A worker that runs out of memory has no end at which to look.
    if (isNearLimit(heapUsed, limit) && !this.#isLookedAt) this.look();
  }

  /** All files of this worker are over. */
  look(): void {
    if (!this.#isSampling) return;
    this.#isLookedAt = true;
    const at = this.#now();
    let alive: readonly string[] = [];
    const { survivors, capture, cost } = this.#looks.look({
      allowsLook: () => true,
      allowsCapture: (totals, { bytes }) => {
        alive = this.#alive();
        return alive.length > 0 && allowsCapture(totals, bytes);
      },
    });
    this.#folder.add({
      kind: 'worker',
      worker: this.#looks.worker,
      at,
      alive,
      sites: survivors?.sites ?? [],
      cost,
      ...(capture === undefined ? {} : { capture }),
    });
  }

  #alive(): string[] {
    return this.#tags.flatMap((tag) => tag.deref()?.file ?? []);
  }

  #openHandles() {
    if (this.#asyncWatch === undefined) return [];
    // Promises that nobody waits for are told from open ones by a collection.
    this.#sampler.survivors();
    return this.#asyncWatch.end();
  }
}
