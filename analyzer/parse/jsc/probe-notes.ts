/**
 * The member "heaptrail" that the probe adds to a snapshot of Bun, for what the format cannot say. It may be absent,
 * and what is not as expected in it is left out: the heap itself does not depend on it.
 */
export interface ProbeNotes {
  /** Maps and Sets whose contents were put back as `Index` edges, and those whose contents are missing. */
  readonly collections?: { readonly restored: number; readonly missing: number };
}

export const noNotes: ProbeNotes = {};

export function readNotes(value: unknown): ProbeNotes {
  const collections = readCollections(member(value, 'repaired'));
  return collections === undefined ? noNotes : { collections };
}

function readCollections(repaired: unknown): ProbeNotes['collections'] {
  const maps = count(member(repaired, 'maps'));
  const sets = count(member(repaired, 'sets'));
  if (maps === undefined || sets === undefined) return undefined;
  return { restored: maps + sets, missing: count(member(repaired, 'left')) ?? 0 };
}

function member(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? (value as Record<string, unknown>)[key]
    : undefined;
}

function count(value: unknown): number | undefined {
  return Number.isSafeInteger(value) && (value as number) >= 0 ? (value as number) : undefined;
}
