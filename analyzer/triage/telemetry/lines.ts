/** A longer line of text is no telemetry, and would not fit into a string in the end. */
const longestLine = 256 * 1024;
/** Answers of Prometheus and lists of samples are one line of JSON, which is parsed in one pass. */
const longestDocument = 64 * 1024 * 1024;

/** The lines of a stream, however large it is; a line that is too long comes as its beginning. */
export async function* linesOf(chunks: AsyncIterable<string>): AsyncGenerator<string> {
  let rest = '';
  for await (const chunk of chunks) {
    let start = 0;
    for (let end = chunk.indexOf('\n'); end >= 0; end = chunk.indexOf('\n', start)) {
      yield withoutReturn(keep(rest, chunk.slice(start, end)));
      rest = '';
      start = end + 1;
    }
    rest = keep(rest, chunk.slice(start));
  }
  if (rest !== '') yield withoutReturn(rest);
}

function keep(rest: string, more: string): string {
  const longest = /^\ufeff?\s{0,20}[{[]["{[\]}\s]/.test(rest === '' ? more : rest)
    ? longestDocument
    : longestLine;
  return rest.length >= longest ? rest : (rest + more).slice(0, longest);
}

function withoutReturn(line: string): string {
  return line.endsWith('\r') ? line.slice(0, -1) : line;
}
