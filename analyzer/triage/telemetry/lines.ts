/** A longer line of text is no telemetry, and would not fit into a string in the end. */
const longestLine = 256 * 1024;
/** Answers of Prometheus and lists of samples are one line of JSON, which is parsed in one pass. */
const longestDocument = 64 * 1024 * 1024;
const beginsDocument = /^\ufeff?\s{0,20}[{[]["{[\]}\s]/;
/** More than what a document begins with: later pieces are not asked, for that would copy the line for each of them. */
const longestBeginning = 32;

/** The lines of a stream, however large it is; a line that is too long comes as its beginning. */
export async function* linesOf(chunks: AsyncIterable<string>): AsyncGenerator<string> {
  let line = new Line();
  for await (const chunk of chunks) {
    let start = 0;
    for (let end = chunk.indexOf('\n'); end >= 0; end = chunk.indexOf('\n', start)) {
      line.add(chunk.slice(start, end));
      yield line.withoutReturn();
      line = new Line();
      start = end + 1;
    }
    line.add(chunk.slice(start));
  }
  if (line.text !== '') yield line.withoutReturn();
}

/** One line, of which pieces come. */
class Line {
  text = '';
  #longest = longestLine;

  add(piece: string): void {
    if (this.text.length >= this.#longest) return;
    const isBeginning = this.text.length < longestBeginning;
    this.text += piece;
    if (isBeginning && beginsDocument.test(this.text)) this.#longest = longestDocument;
    if (this.text.length > this.#longest) this.text = this.text.slice(0, this.#longest);
  }

  withoutReturn(): string {
    return this.text.endsWith('\r') ? this.text.slice(0, -1) : this.text;
  }
}
