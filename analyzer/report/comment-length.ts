/** A longer comment on a pull request is not read; what it leaves out is in the other formats, and `--all` shows it here. */
export const mostCommentLines = 40;

/** The most of each part: with all of them, and blank lines between, something is left for one suspect in full. */
export const mostLines = { notes: 6, accepted: 3, facts: 8 } as const;

/** The first of them, and how many there are beside these. */
export function firstOf(lines: readonly string[], most: number, rest: (count: number) => string): string[] {
  const left = lines.length - most;
  return left > 0 ? [...lines.slice(0, most), rest(left)] : [...lines];
}

/** A block of text as lines with a blank one before it, as far as the comment has room; a block is never torn. */
export function thatFit(blocks: readonly string[], room: number): string[] {
  let left = room;
  return blocks.filter((block) => {
    const lines = lineCount(block) + 1;
    if (lines > left) return false;
    left -= lines;
    return true;
  });
}

/** With the blank line that follows each. */
export function lineCountOf(blocks: readonly string[]): number {
  return blocks.reduce((sum, block) => sum + lineCount(block) + 1, 0);
}

function lineCount(block: string): number {
  return block.split('\n').length;
}
