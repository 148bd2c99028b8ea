import { type Inspector, quoted } from '../inspector.ts';

/** What empties each of the lists that Node keeps of performance entries. */
const cleared: ReadonlyMap<string, readonly string[]> = new Map([
  [
    'PerformanceResourceTiming',
    [
      'each `fetch` adds one, and Node keeps as many as `performance.setResourceTimingBufferSize` allows: lower it',
      'or empty the list when its entries are no longer needed: `performance.clearResourceTimings()`',
    ],
  ],
  [
    'PerformanceMark',
    [
      'each `performance.mark` adds one, and Node keeps all of them: call `performance.clearMarks(name)` after use',
    ],
  ],
  [
    'PerformanceMeasure',
    [
      'each `performance.measure` adds one, and Node keeps all of them: call `performance.clearMeasures(name)` after use',
    ],
  ],
]);

/** Timings that Node keeps for `performance.getEntries()`. */
export const performanceEntries: Inspector = {
  name: 'performance entries',
  inspect(subject) {
    const remedy = cleared.get(subject.entryClass);
    if (remedy === undefined || subject.holderPath[0]?.name !== 'node:internal/perf/observe')
      return undefined;
    return {
      kind: 'array',
      what: `Node's list of performance entries ${quoted(subject)}`,
      gains: `${subject.entryClass} entries`,
      remedy,
    };
  },
};
