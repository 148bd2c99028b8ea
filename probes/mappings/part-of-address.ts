/** The mapping that an address is in, of those in the order of their addresses; undefined if nothing is mapped there. */
export function mappingAt<Mapped extends { readonly start: number; readonly end: number }>(
  mappings: readonly Mapped[],
  address: number,
): Mapped | undefined {
  let low = 0;
  let high = mappings.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const mapping = mappings[middle]!;
    if (address < mapping.start) high = middle - 1;
    else if (address >= mapping.end) low = middle + 1;
    else return mapping;
  }
  return undefined;
}
