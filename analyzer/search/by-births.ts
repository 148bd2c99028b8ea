import type { EarlierAnswers } from '../growth/earlier-captures.ts';
import { answerFrom, askGrowth, type GrowthQuestions } from '../growth/growth-questions.ts';
import { SparseSnapshot } from '../parse/sparse-snapshot.ts';
import type { DatedCapture } from './capture-order.ts';
import { explain } from './explain-findings.ts';
import { intervalsBetween, pastOf } from './intervals.ts';
import { type Opening, openHeap, type Reading, tellReading } from './open-heap.ts';
import { type FoundSuspects, foundIn, type Search } from './search.ts';
import { answerSparsely, type SparseQuestions } from './sparse-answers.ts';
import { asSparse } from './sparse-questions.ts';

/** Ids date every object of the last capture. It alone is asked what grows; the earlier ones confirm it. */
export function searchByBirths(captures: readonly DatedCapture[], search: Search): FoundSuspects {
  const watermarks = captures.map((capture) => capture.watermark);
  const moments = captures.map(({ source }) => source);
  const intervals = intervalsBetween(moments, search.operationsPerInterval);
  const last = openHeap(captures.at(-1)!, search, {
    watermarks,
    reading: { verb: 'reading', from: 0.1, to: 0.3 },
  });
  search.onProgress('looking for what grows', 0.3);
  const questions = askGrowth(last);
  const sparse = canAskSparsely(questions, search) ? asSparse(questions) : undefined;
  const earlier = captures.slice(0, -1).map((capture, k) => {
    const reading = askingOf(k, captures.length - 1);
    return (
      askSparsely(capture, sparse, search, reading) ??
      askWhole(capture, questions, search, { watermarks: watermarks.slice(0, k + 1), reading })
    );
  });
  search.onProgress('explaining', 0.9);
  const suspects = explain(
    questions,
    earlier,
    { intervals, past: pastOf(moments[0], search), expectedEnds: search.expectedEnds },
    search,
  );
  last.graph.strings.close();
  const gaps = last.engine.gapsOf(last.graph.columns);
  return foundIn(captures, intervals, 'survivors-by-birth', suspects, gaps);
}

function canAskSparsely({ heap }: GrowthQuestions, { witness }: Search): boolean {
  return witness?.needs !== 'every heap' && heap.engine.canBeReadSparsely;
}

function askingOf(k: number, captures: number): Reading {
  const share = (done: number) => 0.4 + (0.5 * done) / captures;
  return { verb: 'asking', from: share(k), to: share(k + 1) };
}

function askSparsely(
  capture: DatedCapture,
  questions: SparseQuestions | undefined,
  search: Search,
  reading: Reading,
): EarlierAnswers | undefined {
  if (questions === undefined) return undefined;
  tellReading(capture, search, reading);
  const opened = SparseSnapshot.open(capture.source.file, capture.nodes);
  try {
    return opened && answerSparsely(opened, questions);
  } finally {
    opened?.close();
  }
}

function askWhole(
  capture: DatedCapture,
  questions: GrowthQuestions,
  search: Search,
  opening: Opening,
): EarlierAnswers {
  const heap = openHeap(capture, search, opening);
  const answers = answerFrom(heap, questions);
  heap.graph.strings.close();
  return answers;
}
