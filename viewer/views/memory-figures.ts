import type { PageSummary } from '../../format/page.ts';
import { bytes } from '../../format/quantities.ts';
import { memoryPanels } from '../model/memory-panels.ts';
import { type CaptureRange, rangeLine } from './capture-range.ts';
import { type Child, h } from './element.ts';
import { barsFigure } from './growth-bars.ts';
import { section } from './texts.ts';
import { timeFigure } from './time-figure.ts';

/** Memory over time, and which captures are compared. */
export function memoryFigures(summary: PageSummary, range: CaptureRange | undefined): Child {
  const panels = memoryPanels(summary);
  if (panels.length === 0) return sizesAlone(summary, range);
  const shared = range === undefined ? {} : { range };
  return section(
    'over time',
    range === undefined ? undefined : rangeLine(range),
    h(
      'div',
      { class: 'panels' },
      panels.map((panel) => timeFigure({ ...panel, ...shared })),
    ),
  );
}

/** Captures without times: two totals are no alarm, whatever they are. */
function sizesAlone({ captures }: PageSummary, range: CaptureRange | undefined): Child {
  const sizes = captures.flatMap(({ size }) => (size === undefined ? [] : [size]));
  if (sizes.length < 2) return undefined;
  const labels = captures.map((_, i) => `${i + 1}`);
  const caption = 'size of the heap in each capture';
  return section(
    'over time',
    range === undefined ? undefined : rangeLine(range),
    barsFigure({ values: sizes, labels, say: bytes, caption, bars: 'totals' }),
  );
}
