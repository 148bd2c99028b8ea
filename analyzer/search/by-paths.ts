import { askGrowth } from '../growth/growth-questions.ts';
import { countPathClasses, datingByPathClasses, type PathClassCounts } from '../heap/path-classes.ts';
import type { DatedCapture } from './capture-order.ts';
import { explain } from './explain-findings.ts';
import { intervalsBetween } from './intervals.ts';
import { openHeap, type Reading } from './open-heap.ts';
import { type FoundSuspects, foundIn, type Search } from './search.ts';

const withoutIds =
  'the object ids of these captures do not match: growth was matched by path and class, which cannot follow a value that is replaced';

/** Without common ids, every capture is read whole and compared by the paths and classes of its objects. */
export function searchByPaths(captures: readonly DatedCapture[], search: Search): FoundSuspects {
  const intervals = intervalsBetween(
    captures.map(({ source }) => source),
    search.operationsPerInterval,
  );
  const counts = captures
    .slice(0, -1)
    .map((capture, k) => countIn(capture, search, readingOf(k, captures.length)));
  const heap = openHeap(captures.at(-1)!, search, {
    watermarks: captures.map((capture) => capture.watermark),
    dating: datingByPathClasses(counts),
    reading: readingOf(captures.length - 1, captures.length),
  });
  search.onProgress('explaining', 0.9);
  const suspects = explain(askGrowth(heap), [], { intervals, expectedEnds: search.expectedEnds }, search);
  heap.graph.strings.close();
  const { notSeen, limits } = heap.engine.gapsOf(heap.graph.columns);
  return foundIn(captures, intervals, 'path-classes', suspects, { notSeen, limits: [withoutIds, ...limits] });
}

function countIn(capture: DatedCapture, search: Search, reading: Reading): PathClassCounts {
  const heap = openHeap(capture, search, { watermarks: [capture.watermark], reading });
  const counts = countPathClasses(heap);
  heap.graph.strings.close();
  return counts;
}

function readingOf(k: number, captures: number): Reading {
  const share = (done: number) => (0.9 * done) / captures;
  return { verb: 'reading', from: share(k), to: share(k + 1) };
}
