import { describe, expect, it } from 'vitest';
import type { MemorySeries } from '../../format/memory-trend.ts';
import type { PageSeries, PageSummary } from '../../format/page.ts';
import { memoryPanels } from './memory-panels.ts';

/** A page with a ledger of three moments. */
function page(
  ledger: Partial<Record<PageSeries['name'], readonly number[]>>,
  floors: Partial<Record<MemorySeries['name'], readonly [number, number]>>,
  captures: PageSummary['captures'] = [],
): PageSummary {
  const series = Object.entries(ledger).map(([name, values]) => ({ name, values }) as PageSeries);
  const memory = {
    duration: 20,
    samples: 3,
    series: Object.entries(floors).map(
      ([name, [first, last]]) => ({ name, first, last, perHour: 0 }) as MemorySeries,
    ),
  };
  return {
    report: { memory, verdict: { problem: 'native' } },
    captures,
    pulses: [],
    limits: [],
    ledger: { at: [0, 10, 20], series },
  } as unknown as PageSummary;
}

describe('the chart of the heap', () => {
  it('is titled by its floors, not by where the swing of collections ends', () => {
    const [heap] = memoryPanels(page({ heapUsed: [5, 9, 16] }, { heapUsed: [3.6, 3.6] }));
    expect(heap).toMatchObject({ ends: [4, 4], note: 'after collections' });
  });

  it('is titled by what captures saw alive', () => {
    const captures = [0, 20].map((at) => ({ label: 'capture', at, size: 100 + at }));
    const [heap] = memoryPanels(page({ heapUsed: [5, 9, 16] }, { heapUsed: [3, 3] }, captures));
    expect(heap.ends).toEqual([100, 120]);
    expect(heap.note).toBeUndefined();
  });

  it('is titled by its ends if the report says nothing of it', () => {
    const [heap] = memoryPanels(page({ heapUsed: [5, 9, 16] }, {}));
    expect(heap.ends).toEqual([5, 16]);
  });
});

describe('the chart of child processes', () => {
  const names = (summary: PageSummary) => memoryPanels(summary).map(({ name }) => name);

  it('is not there for a child that came and went', () => {
    expect(names(page({ childrenRss: [0, 7, 0] }, { childrenRss: [0, 0] }))).toEqual([]);
    expect(names(page({ childrenRss: [0, 7, 0] }, {}))).toEqual([]);
  });

  it('is there for those that stay', () => {
    expect(names(page({ childrenRss: [0, 7, 9] }, { childrenRss: [0, 9] }))).toEqual(['children']);
  });
});

describe('the chart of parts', () => {
  const withParts = (problem: string): PageSummary => {
    const summary = page({ rss: [100, 110, 120], heapUsed: [5, 6, 7] }, {});
    const sizes = [
      { name: 'heap', values: [5_000, 6_000] },
      { name: 'mallocArenas', values: [100, 200_000] },
      { name: 'stacks', values: [40, 40] },
      { name: 'other', values: [4, 4] },
    ];
    const ledger = { ...summary.ledger, parts: { at: [0, 20], sizes } };
    return {
      ...summary,
      ledger,
      report: { ...summary.report, verdict: { problem } },
    } as unknown as PageSummary;
  };

  it('has every part that can be seen, and the rest as one', () => {
    const panel = memoryPanels(withParts('none')).find(({ name }) => name === 'parts');
    expect(panel).toMatchObject({ ends: [5_144, 206_044], stacked: true });
    expect(panel?.lines.map(({ name, moments }) => [name, ...moments.map(({ value }) => value)])).toEqual([
      ['JavaScript heap', 5_000, 6_000],
      ['malloc arenas', 100, 200_000],
      ['other', 44, 44],
    ]);
  });

  it('comes first if the growth is not in the heap', () => {
    const names = (problem: string) => memoryPanels(withParts(problem)).map(({ name }) => name);
    expect(names('native')).toEqual(['parts', 'resident', 'heap']);
    expect(names('retained-objects')).toEqual(['heap', 'resident', 'parts']);
  });
});
