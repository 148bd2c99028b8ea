import { bytes, count } from '../../format/quantities.ts';
import type { Suspect } from '../../format/suspect.ts';
import { type Change, growthOf } from '../model/changes.ts';
import type { ClassChange } from '../model/class-rows.ts';
import type { PathChange } from '../model/path-changes.ts';
import { routeHash } from '../model/route.ts';
import { suspectAt } from '../model/suspect-at.ts';
import { type Column, dataTable } from './data-table.ts';
import { deltaCell } from './delta-cell.ts';
import { type Child, h } from './element.ts';
import type { ScreenInput } from './screen.ts';
import { name, unseen } from './texts.ts';

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

/** @param classRow the row of a class in the table of all classes, by its name */
export function pathTable(
  changes: readonly PathChange[],
  caption: string,
  classRow: (className: string) => number | undefined,
  input: ScreenInput,
): HTMLElement {
  const { suspects } = input.source.summary.report;
  const columns: Column<PathChange>[] = [
    {
      key: 'name',
      title: 'path',
      cell: (change) => pathCell(change, classRow(change.className), suspectAt(change.expression, suspects)),
      value: ({ expression }) => expression,
    },
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
    empty: 'nothing matches',
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

/** A row leads to the objects of its class, and to the suspect that it is. */
function pathCell(
  { expression, module, className, paths }: PathChange,
  classRow: number | undefined,
  suspect: Suspect | undefined,
): Child {
  if (paths > 1) return `${expression}: ${count(paths)}`;
  const path = h('code', {}, name(expression === '' ? className : expression));
  return [
    classRow === undefined
      ? path
      : h('a', { href: routeHash({ screen: 'class', subject: String(classRow) }), 'data-item': true }, path),
    expression === '' || expression === className ? undefined : [' ', name(className)],
    suspect === undefined ? undefined : [' ', suspectTag(suspect)],
    module === '' ? undefined : [' ', h('span', { class: 'quiet location' }, name(module))],
  ];
}

function suspectTag({ fingerprint }: Suspect): HTMLElement {
  const href = routeHash({ screen: 'suspect', subject: fingerprint });
  return h('a', { class: 'tag', href }, 'suspect', unseen(` ${fingerprint}`));
}

function zeroQuiet(value: number, words: string): Child {
  return value === 0 ? h('span', { class: 'quiet' }, '0') : words;
}
