import type { Interval } from '../../format/coverage.ts';
import { areSettled } from '../growth/between-bounds.ts';
import type { EarlierAnswers } from '../growth/earlier-captures.ts';
import { answerFrom, askGrowth, type GrowthQuestions } from '../growth/growth-questions.ts';
import { workOf } from '../growth/work.ts';
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
  const earlier = askEarlier(captures.slice(0, -1), questions, { watermarks, intervals }, search);
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

interface Course {
  readonly watermarks: readonly number[];
  readonly intervals: readonly Interval[];
}

/** Reads as little of each as the questions need, and all of it where that leaves open what grows. */
function askEarlier(
  captures: readonly DatedCapture[],
  questions: GrowthQuestions,
  { watermarks, intervals }: Course,
  search: Search,
): EarlierAnswers[] {
  const askAll = (capture: DatedCapture, k: number) => {
    const opening = { watermarks: watermarks.slice(0, k + 1), reading: askingOf(k, captures.length) };
    return askWhole(capture, questions, search, opening);
  };
  const sparse = canAskSparsely(questions, search) ? asSparse(questions) : undefined;
  if (sparse === undefined) return captures.map(askAll);
  const answers = captures.map(
    (capture, k) => askSparsely(capture, sparse, search, askingOf(k, captures.length)) ?? askAll(capture, k),
  );
  if (areSettled(questions, answers, workOf(intervals))) return answers;
  return answers.map((known, k) => (known.bounds.size === 0 ? known : askAll(captures[k], k)));
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
  questions: SparseQuestions,
  search: Search,
  reading: Reading,
): EarlierAnswers | undefined {
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
