import { type DominatorsTable, dominatorKinds } from '../../format/page.ts';
import { count } from '../../format/quantities.ts';
import type { Bytes } from '../../format/units.ts';

/** One row of the table of dominators, with its children: the largest first, what is left over last. */
export interface DominatorRow {
  /** How an address names it: its place in the table, or `engine-` and that of its parent. */
  readonly key: string;
  readonly parent: DominatorRow | undefined;
  /** `engine`: all engine internals below one parent, folded. */
  readonly kind: (typeof dominatorKinds)[number] | 'engine';
  readonly edge: string;
  readonly name: string;
  readonly place: string;
  readonly suspect: string;
  readonly objectId: number;
  readonly count: number;
  readonly links: number;
  /** Whether nearly all of it is the engine's own. */
  readonly engine: boolean;
  readonly retained: Bytes;
  readonly own: Bytes;
  /** Retained bytes by birth. */
  readonly born: Float64Array;
  readonly children: readonly DominatorRow[];
  /** A suspect is drawn, however little it is. */
  readonly kept: boolean;
}

interface Growing extends DominatorRow {
  parent: Growing | undefined;
  children: Growing[];
}

export const rootKey = '0';

/** All rows by key, with the engine's own folded. */
export function dominatorRows(table: DominatorsTable): ReadonlyMap<string, DominatorRow> {
  const rows = rowsOf(table);
  const withSuspects = holdingSuspects(rows);
  const folds = rows.flatMap((row) => foldEngine(row, withSuspects));
  for (const { children } of [...rows, ...folds]) children.sort(restLast);
  return new Map([...rows, ...folds].map((row) => [row.key, row]));
}

function rowsOf({ strings, columns }: DominatorsTable): Growing[] {
  const {
    parent,
    kind,
    edge,
    className,
    place,
    suspect,
    objectId,
    count,
    links,
    engine,
    retained,
    own,
    born,
  } = columns;
  const births = born.length / parent.length;
  const rows: Growing[] = [];
  for (let row = 0; row < parent.length; row++) {
    const above = rows[parent[row]];
    const made: Growing = {
      key: String(row),
      parent: above,
      kind: dominatorKinds[kind[row]],
      edge: strings[edge[row]],
      name: strings[className[row]],
      place: strings[place[row]],
      suspect: strings[suspect[row]],
      objectId: objectId[row],
      count: count[row],
      links: links[row],
      engine: engine[row] === 1,
      retained: retained[row],
      own: own[row],
      born: (born as Float64Array).subarray(row * births, (row + 1) * births),
      children: [],
      kept: suspect[row] !== 0,
    };
    above?.children.push(made);
    rows.push(made);
  }
  return rows;
}

/** Rows that are suspects or have one below them: those must not disappear in a fold. */
function holdingSuspects(rows: readonly Growing[]): ReadonlySet<Growing> {
  const found = new Set<Growing>();
  for (const row of rows) {
    if (row.suspect === '') continue;
    for (let at: Growing | undefined = row; at !== undefined && !found.has(at); at = at.parent) found.add(at);
  }
  return found;
}

/** Puts the engine's own below a row into one, which can be opened. */
function foldEngine(parent: Growing, withSuspects: ReadonlySet<Growing>): Growing[] {
  if (parent.engine) return [];
  const engine = parent.children.filter((row) => row.engine && row.kind !== 'rest' && !withSuspects.has(row));
  // One alone is as short as its fold would be.
  if (engine.length < 2) return [];
  const sum = (read: (row: Growing) => number) => engine.reduce((total, row) => total + read(row), 0);
  const fold: Growing = {
    key: `engine-${parent.key}`,
    parent,
    kind: 'engine',
    edge: '',
    name: 'engine internals',
    place: '',
    suspect: '',
    objectId: 0,
    count: sum((row) => row.count),
    links: 0,
    engine: true,
    retained: sum(({ retained }) => retained),
    own: 0,
    born: parent.born.map((_, birth) => sum(({ born }) => born[birth])),
    children: engine,
    kept: false,
  };
  parent.children = [...parent.children.filter((row) => !engine.includes(row)), fold];
  for (const row of engine) row.parent = fold;
  return [fold];
}

const orderOfKind = { single: 0, alike: 0, engine: 1, rest: 2 } as const;

function restLast(a: DominatorRow, b: DominatorRow): number {
  const rest = orderOfKind[a.kind] - orderOfKind[b.kind];
  return rest === 0 ? b.retained - a.retained : rest;
}

/** All rows below one, level by level. */
export function allBelow(top: DominatorRow): DominatorRow[] {
  const rows: DominatorRow[] = [...top.children];
  for (let at = 0; at < rows.length; at++) rows.push(...rows[at].children);
  return rows;
}

/** What a row is called: `sessions Map`, `Session × 2,000`, `1,795 smaller objects`. */
export function rowTitle({ kind, edge, name, count: objects, links }: DominatorRow): string {
  if (kind === 'rest') return `${count(objects)} smaller ${objects === 1 ? 'object' : 'objects'}`;
  if (kind === 'engine') return name;
  const shown = shortEdge(edge);
  const what = shown === '' ? name : saysName(shown, name) ? shown : `${shown} ${name}`;
  const times = kind === 'alike' ? objects : links;
  return times > 1 ? `${what} × ${count(times)}` : what;
}

/** `globalThis.console` already says that it reaches a console. */
function saysName(edge: string, name: string): boolean {
  return edge === name || edge.endsWith(`.${name}`);
}

/** An edge as it reads next to what it reaches. Indexes and the engine's own names are left out. */
export function shortEdge(edge: string): string {
  return /^(\[.*\]|\(.*\))$/.test(edge) ? '' : edge.replace(/^\./, '');
}

/** From the root to the row. */
export function lineOf(row: DominatorRow): DominatorRow[] {
  const line: DominatorRow[] = [];
  for (let at: DominatorRow | undefined = row; at !== undefined; at = at.parent) line.unshift(at);
  return line;
}
