/** An object behind a text that goes over more lines than this is no telemetry. */
const mostLines = 64;
/** A list that begins on a line of its own is a document: `jq .`, `pm2 jlist | jq`. It may be as long as it fits. */
const longestDocument = 64 * 1024 * 1024;

const opening = /[{[]$/;
const closing = /^\s*[}\]]/;
/** What is printed over lines is indented, but for documents that are printed without it. */
const goesOn = /^[\s}\]"]/;

/** Joins the lines of an object or a list that is open at the end of one of them. */
export class OpenObject {
  #lines: string[] = [];
  #depth = 0;
  #length = 0;
  #isDocument = false;

  /** The line, or all lines of the object that it closes. */
  text = '';

  get isOpen(): boolean {
    return this.#depth > 0;
  }

  /** True if `text` is whole. */
  take(line: string): boolean {
    // Anything else begins anew, and the object before it was torn.
    if (this.#depth > 0 && !(goesOn.test(line) || (this.#isDocument && opening.test(line)))) this.#reset();
    const opens = opening.test(line.trimEnd());
    if (this.#depth === 0 && !opens) {
      this.text = line;
      return true;
    }
    if (this.#depth === 0) this.#isDocument = line.trim().length === 1;
    this.#lines.push(line);
    this.#length += line.length;
    this.#depth += opens ? 1 : 0;
    if (closing.test(line)) this.#depth--;
    const isTooLong = this.#isDocument ? this.#length > longestDocument : this.#lines.length >= mostLines;
    if (this.#depth > 0 && !isTooLong) return false;
    this.text = this.#lines.join(' ');
    this.#reset();
    return true;
  }

  /** What is open at the end of the file. */
  rest(): string {
    const text = this.#lines.join(' ');
    this.#reset();
    return text;
  }

  #reset(): void {
    this.#lines = [];
    this.#depth = 0;
    this.#length = 0;
  }
}
