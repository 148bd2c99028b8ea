/**
 * The calls of a stack that an allocation is the doing of, without those that merely wait below it.
 *
 * In a chain of middleware each one calls `next()`, so the earlier ones stand on the stack of all later ones. They show
 * by the function that runs the chain: it is on the stack both inside and outside them.
 * @param calls of the program and its dependencies, the innermost first
 * @param keyOf tells one function from another
 */
export function ownCalls<Call>(calls: readonly Call[], keyOf: (call: Call) => string): readonly Call[] {
  const keys = calls.map(keyOf);
  const times = new Map<string, number>();
  for (const key of keys) times.set(key, (times.get(key) ?? 0) + 1);
  const inside = new Map<string, number>();
  /** Functions that were seen already and come again farther out. */
  let around = 0;
  return calls.filter((_, at) => {
    const key = keys[at];
    const seen = (inside.get(key) ?? 0) + 1;
    const all = times.get(key)!;
    inside.set(key, seen);
    if (all === 1) return around === 0;
    if (seen === 1) around++;
    if (seen === all) around--;
    // What recurs is no link of a chain, but what runs it, or a recursion.
    return true;
  });
}
