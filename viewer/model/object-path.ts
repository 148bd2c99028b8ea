import type { ObjectRow, RetainerRow } from './object-rows.ts';

/** One step of a path as a reader follows it: over which edge, to what. */
export interface PathStepRow {
  readonly edge: string;
  readonly name: string;
  readonly object: ObjectRow | undefined;
}

export interface ReadablePath {
  /** How the engine gets to where the program begins; folded. */
  readonly before: readonly PathStepRow[];
  /** From a module, a global or a root down to the object itself. */
  readonly steps: readonly PathStepRow[];
}

/** Stores, cells and scopes of functions: the edge out of them, such as the name of a variable, says it all. */
const stores = /^(\(array\)|\(system\)|Cell|PropertyArray|Context)$/;
/** Where the program itself begins. */
const starts = /^(scope of |global$|globalThis$|process$)/;

/**
 * @param path from the root to what holds the object
 * @param name of the object itself
 */
export function readablePath(path: readonly RetainerRow[], object: ObjectRow, name: string): ReadablePath {
  const all: PathStepRow[] = [];
  let edge = '';
  for (const step of path) {
    if (!stores.test(step.name)) all.push({ edge, name: step.name, object: step.object });
    edge = step.edge;
  }
  all.push({ edge, name, object });
  const start = Math.max(
    0,
    all.findLastIndex((step, i) => i < all.length - 1 && starts.test(step.name)),
  );
  // The first step is where the path starts: nothing leads to it.
  const [first, ...others] = all.slice(start);
  return { before: all.slice(0, start), steps: [{ ...first, edge: '' }, ...others] };
}
