/** Of a word this long, one letter in three may be wrong; shorter ones are guessed by one letter. */
const lettersPerMistake = 3;

/** The known word that was most likely meant; undefined if none is near. */
export function nearestWord(typed: string, known: readonly string[]): string | undefined {
  const most = Math.max(1, Math.floor(typed.length / lettersPerMistake));
  const ranked = known
    .map((word) => ({ word, mistakes: mistakesBetween(typed, word) }))
    .filter(({ mistakes }) => mistakes <= most)
    .sort((a, b) => a.mistakes - b.mistakes);
  return ranked[0]?.word;
}

/** Letters that are missing, added, replaced or swapped with their neighbor. */
function mistakesBetween(a: string, b: string): number {
  let [older, old]: [number[], number[]] = [[], Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const replaced = old[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      row[j] = Math.min(replaced, old[j]! + 1, row[j - 1]! + 1);
      if (a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) row[j] = Math.min(row[j]!, older[j - 2]! + 1);
    }
    [older, old] = [old, row];
  }
  return old[b.length]!;
}
