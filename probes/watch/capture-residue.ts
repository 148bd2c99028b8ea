import type { MemorySample } from '../../format/memory-sample.ts';
import type { Bytes, EpochMillis } from '../../format/units.ts';

/** When a capture was under way. */
export interface CaptureSpan {
  readonly from: EpochMillis;
  readonly until: EpochMillis;
}

/** Less than this moves by itself between two samples. */
const leastResidue: Bytes = 4 << 20;

/**
 * The part of a process's resident memory that our own captures took and that did not return yet. It is what resident
 * memory outside the JavaScript heap gained from right before to right after each capture. It only shrinks
 * afterwards, as that memory falls: a later rise is the program's.
 */
export class CaptureResidue {
  readonly #spans: CaptureSpan[] = [];
  #ours: Bytes = 0;
  /** Memory outside the heap at the last sample before a capture. */
  #before: Bytes | undefined;
  /** Memory outside the heap right after the last capture. */
  #anchor: Bytes = 0;
  #atAnchor: Bytes = 0;
  /** Once the process said how large its heap is, samples that do not know it cannot be compared. */
  #knowsHeap = false;

  get size(): Bytes {
    return this.#ours >= leastResidue ? this.#ours : 0;
  }

  /** Captures of which no sample was told yet, in order of time. */
  expect(spans: readonly CaptureSpan[]): void {
    this.#spans.push(...spans);
  }

  /** @param sample in order of time */
  after(sample: MemorySample): void {
    this.#knowsHeap ||= sample.heapTotal !== undefined;
    const outside = outsideOfHeap(sample);
    if (outside === undefined || (this.#knowsHeap && sample.heapTotal === undefined)) return;
    const [span] = this.#spans;
    // In the middle of a capture, memory is at its peak.
    if (span !== undefined && sample.at > span.from && sample.at < span.until) return;
    if (span !== undefined && sample.at >= span.until) this.#gain(outside);
    else this.#shrink(outside);
    this.#before = outside;
    while (this.#spans[0] !== undefined && sample.at >= this.#spans[0].until) this.#spans.shift();
  }

  #gain(outside: Bytes): void {
    this.#ours += Math.max(0, outside - (this.#before ?? outside));
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
