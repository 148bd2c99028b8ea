import { bytes, count, signedBytes } from '../../format/quantities.ts';
import { type Change, growthOf } from '../model/changes.ts';
import type { ClassChange } from '../model/class-rows.ts';
import type { PathChange } from '../model/path-changes.ts';
import { routeHash } from '../model/route.ts';
import { type Column, dataTable } from './data-table.ts';
import { type Child, h, svg } from './element.ts';
import type { ScreenInput } from './screen.ts';
import { name } from './texts.ts';

export function classTable(
  changes: readonly ClassChange[],
  caption: string,
  input: ScreenInput,
): HTMLElement {
  const columns: Column<ClassChange>[] = [
    { key: 'name', title: 'class', cell: classCell, value: (change) => change.name },
    ...figures(changes),
  ];
  return changeTable(changes, columns, (change) => change.name, caption, input);
}

export function pathTable(changes: readonly PathChange[], caption: string, input: ScreenInput): HTMLElement {
  const columns: Column<PathChange>[] = [
    { key: 'name', title: 'path', cell: pathCell, value: ({ expression }) => expression },
    ...figures(changes).map((column) => (column.key === 'new' ? { ...column, minor: true } : column)),
    {
      key: 'retained',
      title: 'retained now',
      cell: ({ retainedAfter, paths }) => (paths > 1 ? '' : bytes(retainedAfter)),
      value: ({ retainedAfter }) => retainedAfter,
      minor: true,
    },
  ];
  const text = ({ expression, module, className }: PathChange) => `${expression} ${className} ${module}`;
  return changeTable(changes, columns, text, caption, input);
}

function changeTable<Row extends Change>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  text: (row: Row) => string,
  caption: string,
  { route, keepState }: ScreenInput,
): HTMLElement {
  return dataTable({
    caption,
    columns,
    rows,
    text,
    state: route.state,
    defaultSort: 'bytes',
    onState: ({ find, sort }) => keepState({ ...route.state, find, sort: sort === 'bytes' ? '' : sort }),
    empty: 'nothing is like that',
  });
}

function figures<Row extends Change>(changes: readonly Row[]): Column<Row>[] {
  let widest = 1;
  for (const change of changes) widest = Math.max(widest, Math.abs(growthOf(change)));
  return [
    {
      key: 'before',
      title: 'objects then',
      cell: ({ before }) => count(before),
      value: ({ before }) => before,
      minor: true,
    },
    {
      key: 'after',
      title: 'objects now',
      cell: ({ after }) => count(after),
      value: ({ after }) => after,
      minor: true,
    },
    {
      key: 'new',
      title: 'new',
      cell: ({ fresh }) => zeroQuiet(fresh, `+${count(fresh)}`),
      value: ({ fresh }) => fresh,
    },
    {
      key: 'gone',
      title: 'gone',
      cell: ({ gone }) => zeroQuiet(gone, `−${count(gone)}`),
      value: ({ gone }) => gone,
      minor: true,
    },
    { key: 'bytes', title: 'bytes', cell: (change) => deltaCell(growthOf(change), widest), value: growthOf },
  ];
}

function classCell({ name: text, row, classes }: ClassChange): Child {
  return classes > 1
    ? `${text}: ${count(classes)}`
    : h('a', { href: routeHash({ screen: 'class', subject: String(row) }), 'data-item': true }, name(text));
}

function pathCell({ expression, module, className, paths }: PathChange): Child {
  if (paths > 1) return `${expression}: ${count(paths)}`;
  return [
    h('code', {}, name(expression === '' ? className : expression)),
    expression === '' || expression === className ? undefined : [' ', name(className)],
    module === '' ? undefined : [' ', h('span', { class: 'quiet location' }, name(module))],
  ];
}

function zeroQuiet(value: number, words: string): Child {
  return value === 0 ? h('span', { class: 'quiet' }, '0') : words;
}

/** The figure, and a bar to the left of the middle for less, to the right for more. */
function deltaCell(value: number, widest: number): Child {
  const half = 30;
  const width = (Math.abs(value) / widest) * half;
  return h(
    'span',
    { class: 'grew' },
    value === 0 ? h('span', { class: 'quiet' }, '0') : signedBytes(value),
    svg(
      'svg',
      {
        class: 'delta',
        viewBox: `0 0 ${2 * half} 10`,
        width: 2 * half,
        height: 10,
        'aria-hidden': 'true',
        focusable: 'false',
      },
      svg('rect', {
        class: value < 0 ? 'less' : 'fresh',
        x: value < 0 ? half - width : half,
        y: 1,
        width,
        height: 8,
        rx: 1,
      }),
      svg('line', { class: 'ground', x1: half, x2: half, y1: 0, y2: 10 }),
    ),
  );
}
