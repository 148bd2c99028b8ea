import { csvText } from '../../format/csv.ts';
import { fileName, saveFile } from './download.ts';
import { type Child, h } from './element.ts';
import { unseen } from './texts.ts';

export interface Column<Row> {
  /** Short and unique: it is part of the address. */
  readonly key: string;
  readonly title: string;
  readonly cell: (row: Row) => Child;
  /** What rows are sorted by: numbers largest first, texts in their order. */
  readonly value: (row: Row) => number | string;
  /** Hidden on narrow screens. */
  readonly minor?: boolean;
}

export interface TableState {
  readonly find: string;
  readonly sort: string;
}

export interface DataTableInput<Row> {
  readonly caption: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  /** The rows that the filter searches, if these are more than the rows without a filter. */
  readonly filtered?: () => readonly Row[];
  /** True for rows that always come last: leftovers and engine internals. */
  readonly last?: (row: Row) => boolean;
  /** What the filter looks in. Without it there is no filter. */
  readonly text?: (row: Row) => string;
  readonly state: Readonly<Record<string, string>>;
  readonly defaultSort: string;
  readonly onState: (state: TableState) => void;
  readonly empty: string;
}

const rowsAtOnce = 100;

/** A table that can be sorted and filtered. Rows beyond the first hundred come when asked for. */
export function dataTable<Row>(input: DataTableInput<Row>): HTMLElement {
  const { columns, caption, defaultSort, onState, text, last = () => false } = input;
  let find = input.state.find ?? '';
  let sort = columns.some(({ key }) => key === bare(input.state.sort ?? '')) ? input.state.sort : defaultSort;
  let shown = rowsAtOnce;

  const body = h('tbody');
  const heads = columns.map((column) => head(column));
  const status = h('p', { class: 'status', role: 'status' });
  const more = h('button', {
    type: 'button',
    class: 'more',
    click: () => {
      shown += rowsAtOnce;
      draw();
    },
  });

  function head(column: Column<Row>): HTMLTableCellElement {
    const sortBy = () => {
      sort = sort === column.key ? `-${column.key}` : column.key;
      draw();
      onState({ find, sort });
    };
    return h(
      'th',
      { scope: 'col', class: classOf(column) },
      h(
        'button',
        { type: 'button', click: sortBy },
        column.title,
        h('span', { class: 'arrow', 'aria-hidden': 'true' }),
      ),
    );
  }

  function classOf(column: Column<Row>): string | undefined {
    const numeric = input.rows.length > 0 && typeof column.value(input.rows[0]) === 'number';
    return [numeric ? 'number' : '', column.minor ? 'minor' : ''].filter(Boolean).join(' ') || undefined;
  }

  function draw(): void {
    const rows = chosen();
    columns.forEach((column, i) => {
      const by = bare(sort) === column.key;
      const numeric = heads[i].classList.contains('number');
      const direction = numeric !== sort.startsWith('-') ? 'descending' : 'ascending';
      if (by) heads[i].setAttribute('aria-sort', direction);
      else heads[i].removeAttribute('aria-sort');
    });
    const ordered = rows.filter((row) => !last(row));
    const hidden = ordered.length - shown;
    body.replaceChildren(...[...ordered.slice(0, shown), ...rows.filter(last)].map(bodyRow));
    more.hidden = hidden <= 0;
    more.textContent = `show ${Math.min(rowsAtOnce, hidden)} more of ${hidden.toLocaleString('en-US')}`;
    status.textContent =
      rows.length === 0
        ? input.empty
        : `${rows.length.toLocaleString('en-US')} ${rows.length === 1 ? 'row' : 'rows'}`;
  }

  function bodyRow(row: Row): HTMLElement {
    return h(
      'tr',
      {},
      columns.map((column, i) =>
        i === 0
          ? h('th', { scope: 'row', class: classOf(column) }, column.cell(row))
          : h('td', { class: classOf(column) }, column.cell(row)),
      ),
    );
  }

  function chosen(): Row[] {
    const wanted = find.trim().toLowerCase();
    const rows =
      wanted === '' || text === undefined
        ? [...input.rows]
        : (input.filtered?.() ?? input.rows).filter((row) => text(row).toLowerCase().includes(wanted));
    const column = columns.find(({ key }) => key === bare(sort));
    if (column === undefined) return rows;
    const turn = sort.startsWith('-') ? -1 : 1;
    return rows.sort((a, b) => turn * compare(column.value(a), column.value(b)));
  }

  const table = h(
    'table',
    { class: 'data' },
    h('caption', { class: 'unseen' }, caption),
    h('thead', {}, h('tr', {}, heads)),
    body,
  );
  const filter =
    text === undefined
      ? undefined
      : findField(caption, find, (words) => {
          find = words;
          shown = rowsAtOnce;
          draw();
          onState({ find, sort });
        });
  const save = h(
    'button',
    {
      type: 'button',
      class: 'save',
      click: () => saveFile(fileName(caption, 'csv'), 'text/csv', csvOf(columns, chosen())),
    },
    'CSV',
    unseen(`: save the table of ${caption}`),
  );
  draw();
  return h(
    'div',
    { class: 'data-table' },
    h('div', { class: 'above' }, filter, h('div', { class: 'beside' }, status, save)),
    h('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': caption }, table),
    more,
  );
}

/** The field that `f` leads to. */
export function findField(what: string, words: string, onInput: (words: string) => void): HTMLElement {
  return h(
    'label',
    { class: 'find' },
    unseen(`filter ${what}`),
    h('input', {
      type: 'search',
      value: words,
      placeholder: 'filter',
      autocomplete: 'off',
      spellcheck: 'false',
      'data-find': true,
      input: ({ target }: { target: HTMLInputElement }) => onInput(target.value),
    }),
    h('kbd', { 'aria-hidden': 'true' }, 'f'),
  );
}

function csvOf<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): string {
  return csvText([
    columns.map(({ title }) => title),
    ...rows.map((row) => columns.map(({ value }) => value(row))),
  ]);
}

function bare(sort: string): string {
  return sort.replace(/^-/, '');
}

function compare(a: number | string, b: number | string): number {
  return typeof a === 'number' && typeof b === 'number' ? b - a : String(a).localeCompare(String(b));
}
