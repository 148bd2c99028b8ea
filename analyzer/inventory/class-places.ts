import type { NodeIndex } from '../parse/snapshot-columns.ts';
import type { ClassCensus } from './class-census.ts';
import type { NodeWords } from './node-words.ts';

/** Where the code of each class is, by its place in the census; nothing for classes that come from several places. */
export function classPlaces(words: NodeWords, { classOf }: ClassCensus): Map<number, string> {
  const { locations } = words.heap.graph.columns;
  const first = new Map<number, { readonly key: string; readonly node: NodeIndex }>();
  const several = new Set<number>();
  for (let row = 0; row < locations.count; row++) {
    const node = locations.node[row];
    const place = classOf[node];
    if (several.has(place)) continue;
    const key = `${locations.script[row]}:${locations.line[row]}:${locations.column[row]}`;
    const known = first.get(place);
    if (known === undefined) first.set(place, { key, node });
    else if (known.key !== key) several.add(place);
  }
  for (const place of several) first.delete(place);
  return new Map([...first].map(([place, { node }]) => [place, words.place(node)]));
}
