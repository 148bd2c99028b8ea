import { getHeapStatistics } from 'node:v8';
import type { EpochMillis } from '../../format/units.ts';
import type { AsyncWatch } from './async-watch.ts';
import type { EvidenceFolder } from './evidence-folder.ts';
import { allowsCapture, allowsLook, deservesCapture } from './look-budget.ts';
import type { SurvivorSampler } from './survivor-sampler.ts';
import type { WorkerLooks } from './worker-looks.ts';

/** Follows one worker whose files share the global scope, and says of each file what its tests left behind. */
export class FileWatch {
  readonly #sampler: SurvivorSampler;
  readonly #looks: WorkerLooks;
  readonly #folder: EvidenceFolder;
  readonly #now: () => EpochMillis;
  readonly #asyncWatch: AsyncWatch | undefined;
  #file: string | undefined;

  /** @param asyncWatch if handles and promises are to be followed, too */
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

  /** Its modules are there. What is born from now on is born in its tests. */
  begin(file: string): void {
    this.#file = file;
    this.#sampler.begin();
    this.#asyncWatch?.begin();
  }

  /** The file is over, as far as its runner lets it go. Nothing, if it has been judged already. */
  finish(): void {
    const file = this.#file;
    if (file === undefined) return;
    this.#file = undefined;
    const at = this.#now();
    let isUnexplained = false;
    const { survivors, capture, cost } = this.#looks.look({
      // Promises that nobody waits for are told from open ones by a collection.
      allowsLook: (totals) => this.#asyncWatch !== undefined || allowsLook(totals),
      allowsCapture: (totals, { bytes, ofOnePlace }) => {
        isUnexplained = deservesCapture(bytes, ofOnePlace);
        return isUnexplained && allowsCapture(totals, bytes);
      },
    });
    const handles = this.#asyncWatch?.end() ?? [];
    this.#sampler.end();
    this.#folder.add({
      kind: 'file',
      file,
      isLookedAt: survivors !== undefined,
      worker: this.#looks.worker,
      at,
      bytes: survivors?.bytes ?? 0,
      heapUsed: getHeapStatistics().used_heap_size,
      // Only what is captured is explained.
      sites: capture === undefined ? [] : (survivors?.sites ?? []),
      handles,
      cost,
      ...(capture === undefined ? { isUnexplained } : { capture }),
    });
  }
}
