/** A place in a text as people write it: both count from 1. */
export interface LineAndColumn {
  readonly line: number;
  readonly column: number;
}

/**
 * A text and where its lines begin. Bundles have hundreds of thousands of lines, and thousands of places are asked for:
 * the lines are searched once.
 */
export class TextLines {
  readonly text: string;
  #known: Uint32Array | undefined;

  constructor(text: string) {
    this.text = text;
  }

  /** The offset of a place; undefined if the text has no such place. */
  offsetOf({ line, column }: LineAndColumn): number | undefined {
    const starts = this.#starts();
    if (line < 1 || line > starts.length) return undefined;
    const offset = starts[line - 1] + column - 1;
    return offset < this.text.length ? offset : undefined;
  }

  placeOf(offset: number): LineAndColumn {
    const starts = this.#starts();
    let [low, high] = [0, starts.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if (starts[middle] <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - starts[low] + 1 };
  }

  /** From a place on to the end of the line that follows it. */
  fromPlace({ line, column }: LineAndColumn): string {
    const starts = this.#starts();
    const end = line + 1 < starts.length ? starts[line + 1] : this.text.length;
    return line > starts.length ? '' : this.text.slice(starts[line - 1] + column - 1, end);
  }

  #starts(): Uint32Array {
    this.#known ??= lineStarts(this.text);
    return this.#known;
  }
}

function lineStarts(text: string): Uint32Array {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return Uint32Array.from(starts);
}
