/** What a terminal does not show: colors (`ESC [ … m`) and links (`ESC ] 8 ; ; … ESC \`). */
const unseen = /\x1b\[[\d;]*m|\x1b\]8;[^\x07\x1b]*(?:\x07|\x1b\\)/g;
/** Narrower than this, a hanging indent leaves no room for the text. */
const narrowest = 40;
/** A column that begins farther right than this share of the line is too narrow to wrap in. */
const widestIndent = 0.6;

/** A path has two columns behind its frame, and an event of a watch three. */
const fewestGapsOfTable = 3;

/** Lines that fit a terminal, broken between words; what follows hangs below the text of the line. */
export function wrappedLines(text: string, width: number): string {
  if (width < narrowest) return text;
  return text
    .split('\n')
    .flatMap((line) => wrapped(line, width))
    .join('\n');
}

function wrapped(line: string, width: number): string[] {
  if (widthOf(line) <= width || isCommand(line) || isTableRow(line)) return [line];
  const hanging = hangingIndent(line.replace(unseen, ''), width);
  const lines: string[] = [];
  let current = '';
  // A word goes with the spaces before it, so that columns stay where they are.
  for (const word of line.match(/ *[^ ]+/g) ?? []) {
    if (current !== '' && widthOf(current + word) > width) {
      lines.push(current);
      current = hanging + word.trimStart();
    } else current += word;
  }
  return [...lines, current];
}

/** A command that is broken cannot be copied. */
function isCommand(line: string): boolean {
  return /^ *= more:/.test(line.replace(unseen, ''));
}

/** Columns that are broken no longer stand below each other. */
function isTableRow(line: string): boolean {
  const gaps = line.replace(unseen, '').match(/\S {2,}(?=\S)/g) ?? [];
  return gaps.length >= fewestGapsOfTable;
}

/** Below the text of a note (`= help: …`) or of the last column, behind the frame of a path if there is one. */
function hangingIndent(line: string, width: number): string {
  const [frame = ''] = /^ *│/.exec(line) ?? [];
  const columns = [...line.matchAll(/^ *= [^:]+: +|\S {2,}/g)].map((gap) => gap.index + gap[0].length);
  const column = columns.findLast((at) => at <= width * widestIndent);
  return frame.padEnd(column ?? line.length - line.trimStart().length + 2);
}

function widthOf(text: string): number {
  return [...text.replace(unseen, '')].length;
}
