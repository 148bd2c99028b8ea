import type { MemorySample } from '../../format/memory-sample.ts';
import type { Bytes } from '../../format/units.ts';

/** Less than this moves by itself between two samples. */
const leastResidue: Bytes = 4 << 20;

/**
 * The part of a process's resident memory that our own captures took and that did not return yet. It is what resident
 * memory outside of the JavaScript heap gained from right before to right after each capture. It only shrinks
 * afterwards, as that memory falls: a later rise is the program's.
 */
export class CaptureResidue {
  #ours: Bytes = 0;
  /** The sample that was taken right before a capture. */
  #before: MemorySample | undefined;
  /** Memory outside of the heap right after the last capture. */
  #anchor: Bytes = 0;
  #atAnchor: Bytes = 0;
  /** Once the process said how large its heap is, samples that do not know it cannot be compared. */
  #knowsHeap = false;

  get size(): Bytes {
    return this.#ours >= leastResidue ? this.#ours : 0;
  }

  /** @param sample in order of time; `captured` marks the one right before a capture */
  after(sample: MemorySample): void {
    this.#knowsHeap ||= sample.heapTotal !== undefined;
    const outside = outsideOfHeap(sample);
    if (outside === undefined || (this.#knowsHeap && sample.heapTotal === undefined)) return;
    this.#shrink(outside);
    const before = this.#before === undefined ? undefined : outsideOfHeap(this.#before);
    if (before !== undefined) this.#gain(outside - before, outside);
    this.#before = sample.mark === 'captured' ? sample : undefined;
  }

  #gain(gained: Bytes, outside: Bytes): void {
    this.#ours += Math.max(0, gained);
    this.#anchor = outside;
    this.#atAnchor = this.#ours;
  }

  #shrink(outside: Bytes): void {
    const returned = Math.max(0, this.#anchor - outside);
    this.#ours = Math.min(this.#ours, Math.max(0, this.#atAnchor - returned));
  }
}

/** A heap that grows meanwhile is the program's own. */
function outsideOfHeap({ rss, heapTotal = 0, external = 0 }: MemorySample): Bytes | undefined {
  return rss === undefined ? undefined : Math.max(0, rss - heapTotal - external);
}
