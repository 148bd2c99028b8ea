import { type DominatorsTable, dominatorKinds } from '../../format/page.ts';
import { count } from '../../format/quantities.ts';
import type { Bytes } from '../../format/units.ts';

/** One row of the table of dominators, with its children: the largest first, what is left over last. */
export interface DominatorRow {
  readonly row: number;
  readonly parent: DominatorRow | undefined;
  readonly kind: (typeof dominatorKinds)[number];
  readonly edge: string;
  readonly name: string;
  readonly place: string;
  readonly suspect: string;
  readonly objectId: number;
  readonly count: number;
  readonly links: number;
  readonly retained: Bytes;
  readonly own: Bytes;
  /** Retained bytes by birth. */
  readonly born: Float64Array;
  readonly children: readonly DominatorRow[];
}

export function dominatorRows({ strings, columns }: DominatorsTable): DominatorRow[] {
  const { parent, kind, edge, className, place, suspect, objectId, count, links, retained, own, born } =
    columns;
  const births = born.length / parent.length;
  const rows: (DominatorRow & { children: DominatorRow[] })[] = [];
  for (let row = 0; row < parent.length; row++) {
    const above = rows[parent[row]];
    const made = {
      row,
      parent: above,
      kind: dominatorKinds[kind[row]],
      edge: strings[edge[row]],
      name: strings[className[row]],
      place: strings[place[row]],
      suspect: strings[suspect[row]],
      objectId: objectId[row],
      count: count[row],
      links: links[row],
      retained: retained[row],
      own: own[row],
      born: (born as Float64Array).subarray(row * births, (row + 1) * births),
      children: [],
    };
    above?.children.push(made);
    rows.push(made);
  }
  for (const { children } of rows) children.sort(restLast);
  return rows;
}

function restLast(a: DominatorRow, b: DominatorRow): number {
  const rest = Number(a.kind === 'rest') - Number(b.kind === 'rest');
  return rest === 0 ? b.retained - a.retained : rest;
}

/** What a row is called: `sessions Map`, `Session × 2,000`, `1,795 smaller objects`. */
export function rowTitle({ kind, edge, name, count: objects, links }: DominatorRow): string {
  if (kind === 'rest') return `${count(objects)} smaller ${objects === 1 ? 'object' : 'objects'}`;
  const shown = shortEdge(edge);
  const what = shown === '' ? name : saysName(shown, name) ? shown : `${shown} ${name}`;
  const times = kind === 'alike' ? objects : links;
  return times > 1 ? `${what} × ${count(times)}` : what;
}

/** `globalThis.console` says already that it reaches a console. */
function saysName(edge: string, name: string): boolean {
  return edge === name || edge.endsWith(`.${name}`);
}

/** An edge as it reads beside what it reaches; places in a list and the engine's own names say nothing there. */
export function shortEdge(edge: string): string {
  return /^(\[.*\]|\(.*\))$/.test(edge) ? '' : edge.replace(/^\./, '');
}

/** From the root to the row. */
export function lineOf(row: DominatorRow): DominatorRow[] {
  const line: DominatorRow[] = [];
  for (let at: DominatorRow | undefined = row; at !== undefined; at = at.parent) line.unshift(at);
  return line;
}
