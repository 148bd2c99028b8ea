import type { AllocationSite, StackFrame, SuspectAllocations } from '../../format/allocations.ts';
import { bytes, count, share } from '../../format/quantities.ts';
import type { Suspect } from '../../format/suspect.ts';
import { icicle } from '../layout/boxes.ts';
import {
  type CallRow,
  callersOf,
  callTitle,
  callTree,
  depthOf,
  isProgram,
  placeOf,
} from '../model/call-rows.ts';
import type { CodeOwner } from '../model/flame-rows.ts';
import { hasFolds } from '../model/fold-dependencies.ts';
import { type Route, routeHash } from '../model/route.ts';
import { boxPicture, pictureWidth } from './box-picture.ts';
import { codeLegend, codeShades } from './code-legend.ts';
import { type Child, h } from './element.ts';
import { list, name, section } from './texts.ts';
import { tipContent } from './tip.ts';

const rowHeight = 24;
const mostLevels = 24;

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
    return `Counted object by object: these calls allocated ${percent} of the objects of the last interval that are still alive.`;
  const found = `Found by sampling, ${share(confidence)} confidence.`;
  return percent === undefined ? found : `${found} These calls account for ${percent} of the growth.`;
}

function picture(allocations: SuspectAllocations, route: Route): HTMLElement {
  const folds = route.state.calls !== 'all';
  const top = callTree(allocations, { folds });
  const width = columnWidth();
  const levels = Math.min(mostLevels, depthOf(top));
  return h(
    'figure',
    { class: 'boxes stacks' },
    h('div', { class: 'above' }, codeLegend()),
    boxPicture({
      boxes: icicle(top, width, rowHeight, levels),
      width,
      height: rowHeight * levels,
      label: 'Calls that allocate it, callers above what they call. The table below names the functions.',
      title: callTitle,
      text: callTitle,
      shade: ({ frame }) => codeShades[ownerOf(frame)],
      tip: (row) => tip(row, top),
    }),
    hasFolds(allocations) ? foldLink(route, folds) : undefined,
  );
}

/** The story of a suspect has two columns if there is room: see frame.css. */
function columnWidth(): number {
  const isWide = document.documentElement.clientWidth > 900;
  return isWide ? pictureWidth(1.7 / 2.7) - 32 : pictureWidth();
}

function ownerOf(frame: StackFrame | undefined): CodeOwner {
  if (frame?.dependency) return 'dependency';
  return frame !== undefined && isProgram(frame) ? 'own' : 'runtime';
}

/** Calls of dependencies explain how a program got somewhere, and hide where. */
function foldLink({ screen, subject = '', state }: Route, folds: boolean): HTMLElement {
  const calls = folds ? 'all' : '';
  return h(
    'p',
    { class: 'fold' },
    h(
      'a',
      { href: routeHash({ screen, subject, state: { ...state, calls } }) },
      folds ? 'show the calls in dependencies' : 'fold the calls in dependencies',
    ),
  );
}

function tip(row: CallRow, top: CallRow): Child {
  const { frame, retained, own } = row;
  return tipContent(name(frame?.function ?? callTitle(row)), [
    frame === undefined || frame.file === '' ? undefined : ['place', name(placeOf(frame))],
    ['alive', `${bytes(retained)}, ${share(retained / Math.max(1, top.retained))} of this picture`],
    own > 0 ? ['by itself', bytes(own)] : undefined,
  ]);
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

/** Figures stand to the right; the number of samples matters least if space is short. */
function classOf(column: number): string | undefined {
  if (column < 2) return column === 1 ? 'minor' : undefined;
  return column === sampledColumns.length - 1 ? 'number minor' : 'number';
}
