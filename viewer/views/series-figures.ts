import type { MemorySeries } from '../../format/memory-trend.ts';
import type { PageSeries, PageSummary } from '../../format/page.ts';
import { bytes, bytesPerHour, count, counted, duration } from '../../format/quantities.ts';
import { sparkline } from '../layout/sparkline.ts';
import { memoryPanels } from '../model/memory-panels.ts';
import { splitSeries } from '../model/series-split.ts';
import { withMinus } from '../model/signed.ts';
import { type Child, h, svg } from './element.ts';
import { twin } from './growth-bars.ts';
import { section } from './texts.ts';

const titles: Readonly<Record<MemorySeries['name'], string>> = {
  rss: 'resident',
  heapUsed: 'heap used',
  external: 'external',
  arrayBuffers: 'array buffers',
  native: 'native',
  children: 'child processes',
  childrenRss: 'resident of children',
  threads: 'threads',
  descriptors: 'descriptors',
  handles: 'handles',
  rssAnonymous: 'anonymous resident',
  cgroupUsage: 'cgroup usage',
  machineUsed: 'used of the machine',
  heapTotal: 'heap total',
  swap: 'swap',
  virtualSize: 'virtual size',
};
const countedSeries = new Set<MemorySeries['name']>(['children', 'threads', 'descriptors', 'handles']);
const sparkSize = { width: 132, height: 26 };
const rowsOfTwin = 40;

/** The other memory samples. Figures that are flat or already in a chart are folded. */
export function seriesFigures(summary: PageSummary): Child {
  const { report, ledger } = summary;
  const { memory } = report;
  const known = memory?.series.filter(({ first, last }) => first > 0 || last > 0) ?? [];
  if (memory === undefined || known.length === 0) return undefined;
  const lines = ledger?.series.filter(({ name }) => known.some((one) => one.name === name)) ?? [];
  const { moved, folded } = splitSeries(known, memoryPanels(summary));
  const figures = (some: readonly MemorySeries[]) =>
    h(
      'dl',
      { class: 'figures' },
      some.map((series) =>
        figure(
          series,
          lines.find(({ name }) => name === series.name),
          ledger?.at ?? [],
        ),
      ),
    );
  return section(
    `memory over ${duration(memory.duration)}`,
    moved.length > 0 ? figures(moved) : undefined,
    folded.length > 0
      ? h(
          'details',
          { class: 'twin' },
          h('summary', {}, `${counted(folded.length, 'more figure')}: flat, or already in the charts`),
          figures(folded),
        )
      : undefined,
    ledger === undefined ? undefined : table(ledger.at, lines),
  );
}

function figure(
  { name, first, last, perHour, unsure }: MemorySeries,
  line: PageSeries | undefined,
  at: readonly number[],
): HTMLElement {
  const say = sayingOf(name);
  const isRate = !unsure && !countedSeries.has(name) && Math.abs(perHour) >= 1;
  return h(
    'div',
    {},
    h('dt', {}, titles[name]),
    h(
      'dd',
      {},
      h('strong', {}, say(Math.round(last))),
      ' ',
      first === last ? undefined : h('span', { class: 'quiet' }, `from ${say(Math.round(first))}`),
    ),
    line === undefined ? undefined : h('dd', {}, spark(line, at, say)),
    isRate
      ? h('dd', { class: 'quiet' }, `${perHour > 0 ? '+' : ''}${withMinus(bytesPerHour(perHour))}`)
      : undefined,
  );
}

function spark({ values }: PageSeries, at: readonly number[], say: (value: number) => string): SVGElement {
  const { width, height } = sparkSize;
  const seen = values.filter((value) => value !== null);
  const [least, most] = [Math.min(...seen), Math.max(...seen)].map((value) => say(Math.round(value)));
  return svg(
    'svg',
    {
      class: 'sparkline',
      viewBox: `0 0 ${width} ${height}`,
      width,
      height,
      'aria-hidden': 'true',
      focusable: 'false',
    },
    svg('title', {}, least === most ? `always ${most}` : `between ${least} and ${most}`),
    svg('line', { class: 'ground', x1: 0, x2: width, y1: height - 0.5, y2: height - 0.5 }),
    svg('path', { class: 'line', d: sparkline(at, values, width, height - 2) }),
  );
}

function table(at: readonly number[], lines: readonly PageSeries[]): HTMLElement {
  const stride = Math.max(1, Math.ceil(at.length / rowsOfTwin));
  const rows = at.flatMap((moment, i) =>
    i % stride === 0 || i === at.length - 1
      ? [
          [
            new Date(moment).toLocaleTimeString('en-GB'),
            ...lines.map(({ name, values }) => {
              const value = values[i];
              return value === null ? '' : sayingOf(name)(Math.round(value));
            }),
          ],
        ]
      : [],
  );
  return twin(['time', ...lines.map(({ name }) => titles[name])], rows);
}

function sayingOf(name: MemorySeries['name']): (value: number) => string {
  return countedSeries.has(name) ? count : bytes;
}
