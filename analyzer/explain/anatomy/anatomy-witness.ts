import type { Anatomy } from '../../../format/anatomy.ts';
import type { Report } from '../../../format/report.ts';
import type { AgedHeap } from '../../heap/aged-heap.ts';
import type { ExplainedFinding, WitnessOfLastHeap } from '../witness.ts';
import { anatomyOf } from './anatomy.ts';

/** Looks into a typical entry of each suspect while the heap is open. */
export class AnatomyWitness implements WitnessOfLastHeap {
  readonly needs = 'last heap';
  readonly #found = new Map<string, Anatomy>();

  suspects(heap: AgedHeap, found: readonly ExplainedFinding[]): void {
    this.#found.clear();
    for (const { finding, suspect } of found) {
      const anatomy = anatomyOf(heap, finding);
      if (anatomy !== undefined) this.#found.set(suspect.fingerprint, anatomy);
    }
  }

  /** The report with what was seen of each suspect. */
  addTo(report: Report): Report {
    const suspects = report.suspects.map((suspect) => {
      const anatomy = this.#found.get(suspect.fingerprint);
      return anatomy === undefined ? suspect : { ...suspect, anatomy };
    });
    return { ...report, suspects };
  }
}
