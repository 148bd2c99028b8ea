import * as v from 'valibot';
import { ProbeError } from '../probe-error.ts';
import { NumberList } from './number-list.ts';

const header = v.object({
  version: v.number(),
  type: v.literal('Inspector'),
  nodeClassNames: v.array(v.string()),
  edgeTypes: v.array(v.string()),
  edgeNames: v.array(v.string()),
});

/**
 * A snapshot of JavaScriptCore's inspector. A node is `[id, size, class, flags]`, an edge `[from, to, type, data]`,
 * ordered by `from`; `data` is an index for Index edges and names the edge for Property and Variable edges.
 * Source: JavaScriptCore/heap/HeapSnapshotBuilder.cpp.
 */
export interface JscSnapshot extends v.InferOutput<typeof header> {
  readonly nodes: NumberList;
  readonly edges: NumberList;
}

export const fieldsPerNode = 4;
export const fieldsPerEdge = 4;

const digit0 = 0x30;
const digit9 = 0x39;
const comma = 0x2c;
const openBracket = 0x5b;
const closeBracket = 0x5d;
/** As long as `"nodes":` and `"edges":`, which stand before the only arrays that are large. */
const keyLength = 8;

/** Reads the text of a snapshot in pieces of any size: the numbers into lists, all else as JSON at the end. */
export class SnapshotParser {
  readonly #nodes = new NumberList();
  readonly #edges = new NumberList();
  readonly #text: Buffer[] = [];
  #numbers: NumberList | undefined;
  #number = -1;
  /** The last bytes of the text so far, to see a key that lies across two pieces. */
  #tail = '';

  feed(piece: Buffer): void {
    for (let at = 0; at < piece.length; ) {
      at = this.#numbers === undefined ? this.#readText(piece, at) : this.#readNumbers(piece, at);
    }
  }

  /** @throws ProbeError `capture-torn` if it was no whole snapshot */
  finish(): JscSnapshot {
    try {
      const text = Buffer.concat(this.#text).toString();
      const parsed = v.parse(header, JSON.parse(text));
      return { ...parsed, nodes: this.#nodes, edges: this.#edges };
    } catch (cause) {
      throw tornError(cause);
    }
  }

  #readText(piece: Buffer, start: number): number {
    for (let at = piece.indexOf(openBracket, start); at >= 0; at = piece.indexOf(openBracket, at + 1)) {
      const before = (this.#tail + piece.toString('latin1', Math.max(start, at - keyLength), at)).slice(
        -keyLength,
      );
      this.#numbers = before === '"nodes":' ? this.#nodes : before === '"edges":' ? this.#edges : undefined;
      if (this.#numbers === undefined) continue;
      this.#keepText(piece, start, at + 1);
      return at + 1;
    }
    this.#keepText(piece, start, piece.length);
    return piece.length;
  }

  #keepText(piece: Buffer, start: number, end: number): void {
    this.#text.push(Buffer.from(piece.subarray(start, end)));
    this.#tail = (this.#tail + piece.toString('latin1', Math.max(start, end - keyLength), end)).slice(
      -keyLength,
    );
  }

  #readNumbers(piece: Buffer, start: number): number {
    const numbers = this.#numbers!;
    let number = this.#number;
    let at = start;
    for (; at < piece.length; at += 1) {
      const byte = piece[at]!;
      if (byte >= digit0 && byte <= digit9) {
        number = number < 0 ? byte - digit0 : number * 10 + (byte - digit0);
      } else if (byte === comma) {
        numbers.push(number);
        number = -1;
      } else if (byte === closeBracket) {
        if (number >= 0) numbers.push(number);
        number = -1;
        this.#numbers = undefined;
        break;
      }
    }
    this.#number = number;
    return at;
  }
}

function tornError(cause: unknown): ProbeError {
  return new ProbeError(
    'capture-torn',
    'the process sent an incomplete heap snapshot',
    'record it again; if it fails again, report it with the version of the runtime',
    { cause },
  );
}
