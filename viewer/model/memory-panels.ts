import type { PageSeries, PageSide } from '../../format/page.ts';
import { residentNames } from '../../format/resident-words.ts';
import type { Bytes, EpochMillis } from '../../format/units.ts';
import type { ProblemKind } from '../../format/verdict.ts';
import type { Moment } from '../layout/time-chart.ts';

/** One chart of memory over time. */
export interface MemoryPanel {
  readonly name: 'heap' | 'resident' | 'parts' | 'children';
  readonly title: string;
  readonly note?: string;
  /** From and to, without the swing of collections: as the report's own figures. */
  readonly ends: readonly [Bytes, Bytes];
  readonly lines: readonly PanelLine[];
  /** The lines are parts of a whole. */
  readonly stacked?: true;
  readonly captures: readonly { readonly label: string; readonly at: EpochMillis }[];
  readonly pulses: readonly EpochMillis[];
  readonly limits: PageSide['limits'];
}

export interface PanelLine {
  readonly name: string;
  readonly className: string;
  readonly moments: readonly Moment[];
}

/** What a chart of the heap says nothing of. */
const isOutside: ReadonlySet<ProblemKind> = new Set(['native', 'external', 'threads']);

/** Panels of their own: a leak of a megabyte would not show on the scale of all memory. */
export function memoryPanels(summary: PageSide): readonly MemoryPanel[] {
  const { problem } = summary.report.verdict;
  const of = { heap: heapPanel(summary), resident: residentPanel(summary), parts: partsPanel(summary) };
  const own = isOutside.has(problem) ? [of.parts, of.resident, of.heap] : [of.heap, of.resident, of.parts];
  const children = childrenPanel(summary);
  const isTheirs = problem === 'children';
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

/** Less than this share of all is not seen in a chart. */
const leastSeen = 0.01;

/** What is too little to be seen is a part of `other`. */
function partsPanel(summary: PageSide): MemoryPanel | undefined {
  const { parts } = summary.ledger ?? {};
  if (parts === undefined) return undefined;
  const totals = parts.at.map((_, i) => parts.sizes.reduce((sum, { values }) => sum + values[i], 0));
  const isSeen = ({ name, values }: (typeof parts.sizes)[number]) =>
    name !== 'other' && Math.max(...values) >= leastSeen * Math.max(...totals);
  const seen = parts.sizes.filter(isSeen);
  const rest = parts.at.map((_, i) => totals[i] - seen.reduce((sum, { values }) => sum + values[i], 0));
  const momentsOfPart = (values: readonly Bytes[]) => values.map((value, i) => ({ at: parts.at[i], value }));
  return {
    name: 'parts',
    title: 'resident memory by part',
    ...(summary.captures.length > 0 ? { note: 'inflated by captures' } : {}),
    ends: [totals[0], totals[totals.length - 1]],
    lines: [
      ...seen,
      ...(rest.some((size) => size > 0) ? [{ name: 'other' as const, values: rest }] : []),
    ].map(({ name, values }) => ({
      name: residentNames[name],
      className: `part-${name}`,
      moments: momentsOfPart(values),
    })),
    stacked: true,
    ...marksOf(summary),
    limits: [],
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
