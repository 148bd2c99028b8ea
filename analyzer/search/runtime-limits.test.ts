import { afterAll, describe, expect, it } from 'vitest';
import * as drawn from '../../testing/drawn-growth.ts';
import { everyInterval, moduleScope } from '../../testing/drawn-growth.ts';
import type { HeapDrawing } from '../../testing/heap-builder.ts';
import { ScratchFolder } from '../../testing/scratch-folder.ts';

const scratch = new ScratchFolder();
afterAll(() => scratch.remove());

const suspectsIn = (draw: (h: HeapDrawing) => void) => drawn.suspectsIn(scratch, draw);

/** Entries that a module keeps in a list, so many at the end. */
function keepEntries(entryClass: string, name: string, module: string, all: number) {
  return (h: HeapDrawing) => {
    const list = h.object('Array', { size: 32 });
    moduleScope(h, module).variable(name, list);
    const add = (count: number) => {
      for (let i = 0; i < count; i++) list.push(h.object(entryClass, { size: 120 }));
    };
    add(all - 160);
    everyInterval(h, () => add(40));
  };
}

const observe = 'node:internal/perf/observe';

describe('what Node keeps by itself', () => {
  it('up to 250 resource timings are no growth', async () => {
    const draw = keepEntries('PerformanceResourceTiming', 'resourceTimingBuffer', observe, 250);
    expect(await suspectsIn(draw)).toEqual([]);
  });

  it('more resource timings are growth, as the program raised the limit', async () => {
    const draw = keepEntries('PerformanceResourceTiming', 'resourceTimingBuffer', observe, 251);
    const [suspect] = await suspectsIn(draw);
    expect(suspect.title).toMatch(
      /^Node's list of performance entries `resourceTimingBuffer` gains 40 PerformanceResourceTiming entries/,
    );
    expect(suspect.remedy[1]).toContain('performance.clearResourceTimings()');
  });

  it('a list of the program with that name has no limit', async () => {
    const draw = keepEntries('Object', 'resourceTimingBuffer', 'file:///app/timings.mjs', 200);
    expect(await suspectsIn(draw)).toHaveLength(1);
  });

  it('marks are told with what removes them', async () => {
    const [suspect] = await suspectsIn(keepEntries('PerformanceMark', 'markEntryBuffer', observe, 200));
    expect(suspect.title).toContain('`markEntryBuffer` gains 40 PerformanceMark entries per interval');
    expect(suspect.remedy).toEqual([expect.stringContaining('performance.clearMarks(name)')]);
  });
});
