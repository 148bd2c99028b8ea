import type { PageSource } from '../data/page-source.ts';
import { classRows } from '../model/class-rows.ts';
import { type DominatorRow, dominatorRows, rootKey, rowTitle, shortEdge } from '../model/dominator-rows.ts';
import { Flames } from '../model/flame-rows.ts';
import { packageRows } from '../model/package-rows.ts';
import { routeHash } from '../model/route.ts';
import type { SearchEntry } from '../model/search-index.ts';

/** Everything in the page that can be searched for. */
export async function searchEntries(source: PageSource): Promise<SearchEntry[]> {
  const readers = [dominators, paths, classes, packages, functions];
  // A table that cannot be read is missing from the results; the search still finds the others.
  const parts = await Promise.all(readers.map((read) => read(source).catch(reported)));
  return [...suspects(source), ...parts.flat()];
}

function reported(error: unknown): SearchEntry[] {
  console.error(error);
  return [];
}

function suspects({ summary: { report } }: PageSource): SearchEntry[] {
  return report.suspects.map(({ fingerprint, title, holders, retainedSize }) => ({
    kind: 'suspects',
    title: title.replaceAll('`', ''),
    detail: `${fingerprint} ${holders.map(({ expression }) => expression).join(' ')}`,
    hash: routeHash({ screen: 'suspect', subject: fingerprint }),
    bytes: retainedSize,
  }));
}

/** Variables that reach a row of their own, and the places of code. */
async function dominators(source: PageSource): Promise<SearchEntry[]> {
  if (!source.has('dominators')) return [];
  const rows = dominatorRows(await source.table('dominators'));
  return [...rows.values()].flatMap((row) => {
    if (row.key === rootKey || row.kind === 'rest') return [];
    const found: SearchEntry[] = [];
    if (shortEdge(row.edge) !== '')
      found.push({
        kind: 'variables',
        title: rowTitle(row),
        detail: row.place,
        hash: hashOf(row),
        bytes: row.retained,
      });
    if (row.place !== '')
      found.push({
        kind: 'places',
        title: row.place,
        detail: row.name,
        hash: hashOf(row),
        bytes: row.retained,
      });
    return found;
  });
}

function hashOf(row: DominatorRow): string {
  if (row.children.length > 0) return routeHash({ screen: 'dominators', subject: row.key });
  return row.objectId > 0
    ? routeHash({ screen: 'object', subject: String(row.objectId) })
    : routeHash({ screen: 'dominators', subject: row.parent?.key ?? rootKey });
}

/** Variables by the paths that begin with them; one capture has them too. */
async function paths(source: PageSource): Promise<SearchEntry[]> {
  if (!source.has('paths')) return [];
  const { strings, columns } = await source.table('paths');
  const captures = columns.retained.length / columns.expression.length;
  return Array.from(columns.expression, (text, row) => {
    const expression = strings[text];
    return {
      kind: 'variables' as const,
      title: columns.paths[row] > 1 ? '' : expression,
      detail: `${strings[columns.className[row]]} ${strings[columns.module[row]]}`.trim(),
      hash: routeHash({ screen: 'compare', state: { by: 'path', show: 'all', find: expression } }),
      bytes: columns.retained[row * captures + captures - 1],
    };
  }).filter(() => captures > 1);
}

async function classes(source: PageSource): Promise<SearchEntry[]> {
  if (!source.has('classes')) return [];
  return classRows(await source.table('classes'))
    .filter((row) => row.classes === 1)
    .map(({ name, place, row, retained }) => ({
      kind: 'classes',
      title: name,
      detail: place,
      hash: routeHash({ screen: 'class', subject: String(row) }),
      bytes: retained,
    }));
}

async function packages(source: PageSource): Promise<SearchEntry[]> {
  if (!source.has('packages')) return [];
  const [all] = packageRows(await source.table('packages'));
  return all.children.map(({ name, key, retained }) => ({
    kind: 'packages',
    title: name,
    detail: '',
    hash: routeHash({ screen: 'packages', subject: key }),
    bytes: retained,
  }));
}

async function functions(source: PageSource): Promise<SearchEntry[]> {
  if (!source.has('stacks')) return [];
  return new Flames(await source.table('stacks')).functions().map(({ key, name, place, total }) => ({
    kind: 'functions',
    title: name,
    detail: place,
    hash: routeHash({ screen: 'allocations', state: { function: key } }),
    bytes: total,
  }));
}
