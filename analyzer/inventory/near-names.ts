const mostNames = 5;

/** The names that may have been meant by `wanted`, the likeliest first. Empty if none is near. */
export function nearNames(names: Iterable<string>, wanted: string): string[] {
  const text = wanted.toLowerCase();
  const mostChanges = Math.max(1, Math.floor(text.length / 3));
  const near: { readonly name: string; readonly changes: number }[] = [];
  for (const name of new Set(names)) {
    const other = name.toLowerCase();
    const changes = changesBetween(text, other);
    if (changes <= mostChanges) near.push({ name, changes });
    else if (text.length > 1 && other.includes(text)) near.push({ name, changes: mostChanges + 1 });
  }
  return near
    .sort((a, b) => a.changes - b.changes || a.name.length - b.name.length)
    .slice(0, mostNames)
    .map(({ name }) => name);
}

/** How many letters have to be put in, taken out or replaced (Levenshtein). */
function changesBetween(a: string, b: string): number {
  let above = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = above[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1);
      row.push(Math.min(replaced, above[j] + 1, row[j - 1] + 1));
    }
    above = row;
  }
  return above[b.length];
}
