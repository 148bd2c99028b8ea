/** Colors and movements of the cursor, and titles of windows, as a terminal reads them. */
const escapes = /\x1b(?:\[[\d;:?]*[ -/]?[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[()][\dA-B])/g;

/** The line as a reader sees it: programs color what they print for a terminal, and `docker stats` paints over itself. */
export function plainLine(line: string): string {
  return line.includes('\x1b') ? line.replace(escapes, '') : line;
}
