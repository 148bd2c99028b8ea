/**
 * How often chance alone lets the ranks of `after` lie as high as they do, or higher, if it makes no difference which value
 * came when: the rank-sum test of Wilcoxon, one-sided, which asks nothing of how values are distributed (F. Wilcoxon,
 * Individual Comparisons by Ranking Methods, 1945). Equal values share their ranks.
 */
export function chanceOfHigher(before: readonly number[], after: readonly number[]): number {
  const ranks = doubledRanks([...after, ...before]);
  const found = ranks.slice(0, after.length).reduce((sum, rank) => sum + rank, 0);
  return ranks.length <= mostExact
    ? exactChance(ranks, after.length, found)
    : normalChance(ranks, after.length, found);
}

/** Above, the normal distribution is off by less than 0.002, and counting takes long. */
const mostExact = 40;

/** Twice the rank of each value, so that shared ranks are whole. */
function doubledRanks(values: readonly number[]): readonly number[] {
  const order = values.map((value, at) => ({ value, at })).toSorted((a, b) => a.value - b.value);
  const ranks = new Array<number>(values.length);
  for (let from = 0; from < order.length; ) {
    let to = from;
    while (to < order.length && order[to]!.value === order[from]!.value) to += 1;
    for (let at = from; at < to; at += 1) ranks[order[at]!.at] = from + to + 1;
    from = to;
  }
  return ranks;
}

/** Counts the ways to choose so many of the ranks, by their sum. */
function exactChance(ranks: readonly number[], chosen: number, found: number): number {
  const most = ranks.reduce((sum, rank) => sum + rank, 0);
  const ways = Array.from({ length: chosen + 1 }, () => new Float64Array(most + 1));
  ways[0]![0] = 1;
  for (const rank of ranks)
    for (let number = chosen; number > 0; number -= 1)
      for (let sum = most; sum >= rank; sum -= 1) ways[number]![sum]! += ways[number - 1]![sum - rank]!;
  const all = ways[chosen]!;
  const total = all.reduce((sum, number) => sum + number, 0);
  return all.subarray(found).reduce((sum, number) => sum + number, 0) / total;
}

/** Its mean and its spread are exact, also with shared ranks; half a step is for what lies between two sums. */
function normalChance(ranks: readonly number[], chosen: number, found: number): number {
  const all = ranks.length;
  const middle = ranks.reduce((sum, rank) => sum + rank, 0) / all;
  const spread = ranks.reduce((sum, rank) => sum + (rank - middle) ** 2, 0) / (all - 1);
  const deviation = Math.sqrt((chosen * (all - chosen) * spread) / all);
  return deviation === 0 ? 1 : beyond((found - 1 - chosen * middle) / deviation);
}

/** The part of the normal distribution above so many deviations (Abramowitz and Stegun, 26.2.17: to 7.5e-8). */
function beyond(deviations: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(deviations));
  const tail = [0.31938153, -0.356563782, 1.781477937, -1.821255978, 1.330274429].reduceRight(
    (sum, part) => t * (part + sum),
    0,
  );
  const above = (Math.exp(-(deviations ** 2) / 2) / Math.sqrt(2 * Math.PI)) * tail;
  return deviations < 0 ? 1 - above : above;
}
