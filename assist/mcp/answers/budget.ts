/** About three and a half characters of such text are a token. */
const charactersPerToken = 3.5;

/** The first of the texts that is short enough, or what fits of the last one. */
export function withinTokens(tokens: number, ...longestFirst: readonly string[]): string {
  const most = Math.floor(tokens * charactersPerToken);
  const fitting = longestFirst.find((text) => text.length <= most);
  return fitting ?? cutLines(longestFirst.at(-1) ?? '', most);
}

/** Less of a line than this tells nothing. */
const leastOfLine = 60;

function cutLines(text: string, most: number): string {
  const end = '\n… cut: ask for less';
  const kept: string[] = [];
  let length = end.length;
  for (const line of text.split('\n')) {
    const left = most - length;
    if (line.length + 1 > left) {
      // A single long line would leave nothing.
      if (left > leastOfLine) kept.push(`${line.slice(0, left - 1)}…`);
      break;
    }
    length += line.length + 1;
    kept.push(line);
  }
  return kept.join('\n') + end;
}
