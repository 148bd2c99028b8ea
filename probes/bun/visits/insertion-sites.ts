/** A place in a script: from 0. */
export interface Site {
  readonly line: number;
  readonly column: number;
}

/** Where a function begins: `function`, an arrow, or the parameters of a method. */
const opening = /\bfunction\b|=>|(?<!\b(?:if|for|while|switch|catch|with) ?)\([^()]*\) ?\{/;
/**
 * What puts something where it may stay: a call of a method that inserts, an entry under a name that is computed, a link,
 * a longer string, a longer copy. Comments and strings may look like it, which costs a breakpoint that is never met.
 */
const insertion =
  /\.(?:set|add|push|unshift|append|enqueue|on|once|addListener|prependListener|addEventListener|subscribe)\(|\](?: ?(?:\?\?|\|\|)?= ?)(?![=>])|\+=|\.\w*[nN]ext = ?(?![=>])|[=(] ?[[{] ?\.\.\./;
const both = new RegExp(`(${opening.source})|${insertion.source}`, 'g');

/** What ends the statement before. */
const statementEnds = new Set([';', '{', '}', '\n']);

/** Where the statements begin that insert something: the first one in each function is enough to stop in it. */
export function insertionSites(source: string): readonly Site[] {
  const starts: number[] = [];
  let isFirst = true;
  for (const { index, 1: opens } of source.matchAll(both)) {
    if (opens === undefined && isFirst) starts.push(startOfStatement(source, index));
    isFirst = opens !== undefined;
  }
  return placesOf(starts, source);
}

function startOfStatement(source: string, index: number): number {
  let start = index;
  while (start > 0 && !statementEnds.has(source[start - 1]!)) start -= 1;
  while (source[start] === ' ' || source[start] === '\t') start += 1;
  return start;
}

/** @param starts in ascending order */
function placesOf(starts: readonly number[], source: string): readonly Site[] {
  let [line, lineStart] = [0, 0];
  return starts.map((start) => {
    for (let end = source.indexOf('\n', lineStart); end >= 0 && end < start; ) {
      line += 1;
      lineStart = end + 1;
      end = source.indexOf('\n', lineStart);
    }
    return { line, column: start - lineStart };
  });
}
