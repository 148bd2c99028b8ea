import type { AllocationSite, SuspectAllocations } from '../../format/allocations.ts';
import { bytes, count, share } from '../../format/quantities.ts';
import type { Suspect } from '../../format/suspect.ts';
import { type Box, icicle } from '../layout/boxes.ts';
import { type CallRow, callersOf, callTitle, callTree, depthOf, placeOf } from '../model/call-rows.ts';
import { hasFolds } from '../model/fold-dependencies.ts';
import { type Route, routeHash } from '../model/route.ts';
import { type Child, h, svg } from './element.ts';
import { list, name, section } from './texts.ts';

const rowHeight = 24;
const mostLevels = 24;
const narrowest = 300;
const widest = 700;
const margins = 48;
const charWidth = 6.4;
const labelFrom = 34;

/** Who allocates what the suspect gains: its stacks as an icicle, and the functions as a table. */
export function allocationSection({ allocations }: Suspect, route: Route): Child {
  if (allocations === undefined) return undefined;
  const { evidence } = allocations;
  return section(
    'who allocates it',
    h('p', {}, summary(allocations)),
    list(evidence),
    picture(allocations, route),
    table(allocations),
  );
}

function summary({ counted, confidence, share: part }: SuspectAllocations): string {
  const percent = part === undefined ? undefined : `${count(Math.round(part * 100))} %`;
  if (counted)
    return `Counted object by object: these calls allocated ${percent} of what was born in the last interval and is alive.`;
  const sure = `By sampling, ${share(confidence)} sure`;
  return percent === undefined ? `${sure}.` : `${sure}: these calls account for ${percent} of the growth.`;
}

function picture(allocations: SuspectAllocations, route: Route): HTMLElement {
  const folds = route.state.calls !== 'all';
  const top = callTree(allocations, { folds });
  const width = Math.max(narrowest, Math.min(widest, document.documentElement.clientWidth - margins));
  const levels = Math.min(mostLevels, depthOf(top));
  const described = h('p', { class: 'described', 'aria-hidden': 'true' });
  const describe = (row: CallRow) => described.replaceChildren(...describedAs(row, top));
  describe(top);
  return h(
    'figure',
    { class: 'boxes stacks' },
    svg(
      'svg',
      {
        viewBox: `0 0 ${width} ${rowHeight * levels}`,
        width,
        height: rowHeight * levels,
        role: 'img',
        'aria-label':
          'stacks of calls that allocate it, callers above what they call. The table below names them.',
      },
      icicle(top, width, rowHeight, levels).map((box) => drawBox(box, describe)),
    ),
    described,
    hasFolds(allocations) ? foldLink(route, folds) : undefined,
  );
}

/** Calls of dependencies explain how a program got somewhere, and hide where. */
function foldLink({ screen, subject = '', state }: Route, folds: boolean): HTMLElement {
  const calls = folds ? 'all' : '';
  return h(
    'p',
    {},
    h(
      'a',
      { href: routeHash({ screen, subject, state: { ...state, calls } }) },
      folds ? 'show the calls in dependencies' : 'fold the calls in dependencies',
    ),
  );
}

function drawBox({ row, x, y, width, height }: Box<CallRow>, describe: (row: CallRow) => void): SVGElement {
  const shade = row.kind === 'rest' ? 'rest' : row.own > 0 ? 'shade-3' : 'shade-0';
  return svg(
    'g',
    { class: `box ${shade}`, mouseenter: () => describe(row) },
    svg('rect', { x: x + 0.5, y: y + 0.5, width: Math.max(1, width - 1), height: height - 1, rx: 2 }),
    width >= labelFrom
      ? svg('text', { x: x + 5, y: y + 16 }, fitting(callTitle(row), width - 10))
      : undefined,
  );
}

/** As much of a text as fits; SVG does not cut texts by itself. */
function fitting(text: string, width: number): string {
  const room = Math.floor(width / charWidth);
  const characters = [...text.slice(0, 400)];
  return characters.length <= room ? text : `${characters.slice(0, Math.max(1, room - 1)).join('')}…`;
}

function describedAs(row: CallRow, top: CallRow): Node[] {
  const own = row.own > 0 ? `, ${bytes(row.own)} by itself` : '';
  return [
    h('strong', {}, name(callTitle(row))),
    h('span', {}, ` ${bytes(row.retained)} alive, ${share(row.retained / Math.max(1, top.retained))}${own}`),
  ];
}

const sampledColumns = ['function', 'called by', 'alive', 'per interval', 'samples'] as const;
const countedColumns = ['function', 'called by', 'alive', 'in the last interval', 'objects'] as const;

function table({ sites, counted }: SuspectAllocations): HTMLElement {
  const columns = counted ? countedColumns : sampledColumns;
  return h(
    'div',
    { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'functions that allocate it' },
    h(
      'table',
      { class: 'data' },
      h('caption', { class: 'unseen' }, 'functions that allocate it'),
      h(
        'thead',
        {},
        h(
          'tr',
          {},
          columns.map((title, i) => h('th', { scope: 'col', class: classOf(i) }, title)),
        ),
      ),
      h('tbody', {}, sites.map(tableRow)),
    ),
  );
}

function tableRow(site: AllocationSite): HTMLElement {
  const { frame } = site;
  const cells: readonly Child[] = [
    name(callersOf(site)),
    bytes(site.bytes),
    bytes(site.bytesPerInterval),
    count(site.samples),
  ];
  return h(
    'tr',
    {},
    h(
      'th',
      { scope: 'row' },
      name(frame.function),
      ' ',
      h('span', { class: 'quiet location' }, name(placeOf(frame))),
    ),
    cells.map((cell, i) => h('td', { class: classOf(i + 1) }, cell)),
  );
}

/** Figures stand to the right; how many samples there are matters least where there is no room. */
function classOf(column: number): string | undefined {
  if (column < 2) return column === 1 ? 'minor' : undefined;
  return column === sampledColumns.length - 1 ? 'number minor' : 'number';
}
