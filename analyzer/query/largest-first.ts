import type { NodeIndex } from '../parse/snapshot-columns.ts';

interface Order {
  readonly descending: boolean;
  /** How many the reader asks for. */
  readonly most: number;
}

/**
 * The first nodes by what `keyOf` gives. Numbers, of which there may be millions, are sorted without their nodes until it
 * is known which ones come first; what has no key comes last.
 */
export function largestFirst(
  nodes: Uint32Array,
  keyOf: (node: NodeIndex) => number | string | undefined,
  { descending, most }: Order,
): NodeIndex[] {
  const turn = descending ? -1 : 1;
  const numbers = new Float64Array(nodes.length);
  const texts: { readonly node: NodeIndex; readonly key: string }[] = [];
  const unknown: NodeIndex[] = [];
  nodes.forEach((node, place) => {
    const key = keyOf(node);
    const isNumber = typeof key === 'number' && !Number.isNaN(key);
    numbers[place] = isNumber ? turn * key : Number.POSITIVE_INFINITY;
    if (typeof key === 'string') texts.push({ node, key });
    else if (!isNumber && unknown.length < most) unknown.push(node);
  });
  const limit = numbers.slice().sort()[Math.min(most, nodes.length) - 1] ?? Number.POSITIVE_INFINITY;
  const first: { readonly node: NodeIndex; readonly key: number }[] = [];
  nodes.forEach((node, place) => {
    const key = numbers[place];
    if (key !== Number.POSITIVE_INFINITY && (key < limit || (key === limit && first.length < 2 * most)))
      first.push({ node, key });
  });
  first.sort((a, b) => a.key - b.key);
  texts.sort((a, b) => turn * (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  return [...first.map(({ node }) => node), ...texts.map(({ node }) => node), ...unknown].slice(0, most);
}
