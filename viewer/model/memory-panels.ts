import type { PageSeries, PageSide } from '../../format/page.ts';
import type { Bytes, EpochMillis } from '../../format/units.ts';
import type { Moment } from '../layout/time-chart.ts';

/** One chart of memory over time. */
export interface MemoryPanel {
  readonly name: 'heap' | 'resident' | 'children';
  readonly title: string;
  readonly note?: string;
  /** From and to, without the swing of collections: as the report's own figures. */
  readonly ends: readonly [Bytes, Bytes];
  readonly lines: readonly PanelLine[];
  readonly captures: readonly { readonly label: string; readonly at: EpochMillis }[];
  readonly pulses: readonly EpochMillis[];
  readonly limits: PageSide['limits'];
}

export interface PanelLine {
  readonly name: string;
  readonly className: string;
  readonly moments: readonly Moment[];
}

/** Panels of their own: a leak of a megabyte would not show on the scale of all memory. */
export function memoryPanels(summary: PageSide): readonly MemoryPanel[] {
  const own = [heapPanel(summary), residentPanel(summary)];
  const children = childrenPanel(summary);
  const isTheirs = summary.report.verdict.problem === 'children';
  const panels = isTheirs ? [children, ...own] : [...own, children];
  return panels.filter((panel) => panel !== undefined);
}

function heapPanel(summary: PageSide): MemoryPanel | undefined {
  const used = momentsOf(summary, 'heapUsed');
  const alive = summary.captures.flatMap(({ at, size }) =>
    at === undefined || size === undefined ? [] : [{ at, value: size }],
  );
  const hasAlive = alive.length >= 2;
  if (used.length < 2 && !hasAlive) return undefined;
  const floors = hasAlive ? undefined : floorsOf(summary, 'heapUsed');
  return {
    name: 'heap',
    title: 'JavaScript heap',
    ...(floors === undefined ? {} : { note: 'after collections' }),
    ends: floors ?? endsOf(hasAlive ? alive : used),
    lines: [
      ...(hasAlive ? [{ name: 'alive in captures', className: 'captures', moments: alive }] : []),
      ...(used.length >= 2 ? [{ name: 'in use', className: 'used', moments: used }] : []),
    ],
    ...marksOf(summary),
    limits: summary.limits.filter((limit) => limit.name === 'heap limit'),
  };
}

function residentPanel(summary: PageSide): MemoryPanel | undefined {
  const resident = momentsOf(summary, 'rss');
  if (resident.length < 2) return undefined;
  const external = momentsOf(summary, 'external');
  return {
    name: 'resident',
    title: 'resident memory',
    ...(summary.captures.length > 0 ? { note: 'inflated by captures' } : {}),
    ends: floorsOf(summary, 'rss') ?? endsOf(resident),
    lines: [
      { name: 'resident', className: 'resident', moments: resident },
      ...(external.length >= 2 ? [{ name: 'external', className: 'external', moments: external }] : []),
    ],
    ...marksOf(summary),
    limits: summary.limits.filter((limit) => limit.name === 'cgroup limit'),
  };
}

/** A child that came and went between two samples is no panel of zeros. */
function childrenPanel(summary: PageSide): MemoryPanel | undefined {
  const children = momentsOf(summary, 'childrenRss');
  const ends = floorsOf(summary, 'childrenRss') ?? (children.length < 2 ? [0, 0] : endsOf(children));
  if (children.length < 2 || Math.max(...ends) === 0) return undefined;
  return {
    name: 'children',
    title: 'child processes, resident',
    ends,
    lines: [{ name: 'resident', className: 'resident', moments: children }],
    ...marksOf(summary),
    limits: [],
  };
}

/** The report's figures for a series: the floors after garbage collections. */
function floorsOf({ report }: PageSide, name: PageSeries['name']): readonly [Bytes, Bytes] | undefined {
  const series = report.memory?.series.find((one) => one.name === name);
  return series === undefined ? undefined : [Math.round(series.first), Math.round(series.last)];
}

function endsOf(moments: readonly Moment[]): readonly [Bytes, Bytes] {
  return [moments[0].value, moments[moments.length - 1].value];
}

function momentsOf({ ledger }: PageSide, name: PageSeries['name']): Moment[] {
  const values = ledger?.series.find((series) => series.name === name)?.values ?? [];
  return values.flatMap((value, i) => (value === null ? [] : [{ at: ledger!.at[i], value }]));
}

function marksOf({ captures, pulses }: PageSide): Pick<MemoryPanel, 'captures' | 'pulses'> {
  return {
    captures: captures.flatMap(({ label, at }) => (at === undefined ? [] : [{ label, at }])),
    pulses,
  };
}
