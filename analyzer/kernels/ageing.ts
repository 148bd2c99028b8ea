import { get } from './column';

/*
 * What a node takes over from its dominator, and gives to it, in slices; see depth-first.ts for why. Dominators come
 * first in the order.
 */

const alwaysNoise: u8 = 1;
const asDominator: u8 = 0;

/**
 * Marks engine noise for the places `from` to below `to` of the order.
 * @param kinds by node: the same numbers as in analyzer/heap/engine-noise.ts
 */
export function inheritNoise(
  from: u32,
  to: u32,
  order: usize,
  idom: usize,
  kinds: usize,
  noise: usize,
): void {
  for (let at = from; at < to; at++) {
    const node = get(order, at);
    const kind = load<u8>(kinds + node);
    const above = kind === asDominator ? load<u8>(noise + get(idom, node)) : u8(kind === alwaysNoise);
    store<u8>(noise + node, above);
  }
}

/** Adds the sizes of what is no noise to all dominators, for the places from below `from` down to `to` of the order. */
export function sumData(
  from: u32,
  to: u32,
  order: usize,
  idom: usize,
  noise: usize,
  sizes: usize,
  sums: usize,
): void {
  for (let at = from; at > to; ) {
    const node = get(order, --at);
    const place = sums + ((node as usize) << 3);
    let sum = load<f64>(place);
    if (load<u8>(noise + node) === 0) {
      sum += get(sizes, node) as f64;
      store<f64>(place, sum);
    }
    if (node === 0) continue;
    const above = sums + ((get(idom, node) as usize) << 3);
    store<f64>(above, load<f64>(above) + sum);
  }
}
