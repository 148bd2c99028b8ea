import type { PageSeries, PageSummary } from '../../format/page.ts';
import { bytes } from '../../format/quantities.ts';
import type { EpochMillis } from '../../format/units.ts';
import type { Moment } from '../layout/time-chart.ts';
import { type Child, h } from './element.ts';
import { barsFigure } from './growth-bars.ts';
import { section } from './texts.ts';
import { timeFigure } from './time-figure.ts';

/** Memory over time in panels of their own: a leak of a megabyte would not show on the scale of all memory. */
export function memoryFigures(summary: PageSummary): Child {
  const own = [heapPanel(summary), residentPanel(summary)];
  const children = childrenPanel(summary);
  const isTheirs = summary.report.verdict.problem === 'children';
  const panels = (isTheirs ? [children, ...own] : [...own, children]).filter((panel) => panel !== undefined);
  if (panels.length > 0) return section('over time', h('div', { class: 'panels' }, panels));
  const sizes = summary.captures.flatMap(({ size }) => (size === undefined ? [] : [size]));
  if (sizes.length < 2) return undefined;
  const labels = summary.captures.map((_, i) => `${i + 1}`);
  const caption = 'size of the heap in each capture';
  return section('over time', barsFigure({ values: sizes, labels, say: bytes, caption, firstIsOld: false }));
}

function heapPanel(summary: PageSummary): HTMLElement | undefined {
  const used = momentsOf(summary, 'heapUsed');
  const alive = summary.captures.flatMap(({ at, size }) =>
    at === undefined || size === undefined ? [] : [{ at, value: size }],
  );
  if (used.length < 2 && alive.length < 2) return undefined;
  return timeFigure({
    title: 'JavaScript heap',
    lines: [
      ...(alive.length >= 2 ? [{ name: 'alive in captures', className: 'captures', moments: alive }] : []),
      ...(used.length >= 2 ? [{ name: 'in use', className: 'used', moments: used }] : []),
    ],
    captures: marksOf(summary),
    pulses: summary.pulses,
    limits: summary.limits.filter((limit) => limit.name === 'heap limit'),
  });
}

function residentPanel(summary: PageSummary): HTMLElement | undefined {
  const resident = momentsOf(summary, 'rss');
  if (resident.length < 2) return undefined;
  const external = momentsOf(summary, 'external');
  return timeFigure({
    title: 'resident memory',
    ...(summary.captures.length > 0 ? { note: 'inflated by captures' } : {}),
    lines: [
      { name: 'resident', className: 'resident', moments: resident },
      ...(external.length >= 2 ? [{ name: 'external', className: 'external', moments: external }] : []),
    ],
    captures: marksOf(summary),
    pulses: summary.pulses,
    limits: summary.limits.filter((limit) => limit.name === 'cgroup limit'),
  });
}

function childrenPanel(summary: PageSummary): HTMLElement | undefined {
  const children = momentsOf(summary, 'childrenRss');
  if (children.length < 2) return undefined;
  return timeFigure({
    title: 'child processes, resident',
    lines: [{ name: 'resident', className: 'resident', moments: children }],
    captures: marksOf(summary),
    pulses: summary.pulses,
    limits: [],
  });
}

function momentsOf({ ledger }: PageSummary, name: PageSeries['name']): Moment[] {
  const values = ledger?.series.find((series) => series.name === name)?.values ?? [];
  return values.flatMap((value, i) => (value === null ? [] : [{ at: ledger!.at[i], value }]));
}

function marksOf({ captures }: PageSummary): { label: string; at: EpochMillis }[] {
  return captures.flatMap(({ label, at }) => (at === undefined ? [] : [{ label, at }]));
}
