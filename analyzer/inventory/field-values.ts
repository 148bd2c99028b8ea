import { counted } from '../../format/quantities.ts';
import { Primitives } from '../graph/primitives.ts';
import type { NodeIndex } from '../parse/snapshot-columns.ts';
import { type Field, fieldLabel, fieldsOf, isReference } from './fields.ts';
import type { NodeWords } from './node-words.ts';
import { StringLengths } from './string-length.ts';

const longestString = 60;
/** More than a line has room for says nothing. */
const mostInLine = 12;

/** What fields hold, in words: `42`, `false`, `36 characters`; of strings what they say only if that was asked for. */
export class FieldValues {
  readonly #words: NodeWords;
  readonly #primitives: Primitives;
  readonly #lengths: StringLengths;

  constructor(words: NodeWords) {
    this.#words = words;
    this.#primitives = new Primitives(words.heap.graph);
    this.#lengths = new StringLengths(words.heap.graph);
  }

  of(field: Field): string {
    return isReference(field) ? this.ofNode(field.to) : field.text;
  }

  /** Empty for objects, whose class says what they are. */
  ofNode(node: NodeIndex): string {
    if (!this.#words.isString(node)) return this.#primitives.of(node) ?? '';
    if (this.#words.includesStrings) {
      const text = this.#words.text(node);
      return JSON.stringify(text.length > longestString ? `${text.slice(0, longestString - 1)}…` : text);
    }
    const length = this.#lengths.of(node);
    return length < 0 ? '' : counted(length, 'character');
  }

  /** The fields of an object in one line: `id 7, open false, name 12 characters, runs Array`. */
  lineOf(node: NodeIndex): string {
    const named = fieldsOf(this.#words.heap, node)
      .map((field) => ({ field, label: fieldLabel(this.#words, node, field) }))
      .filter(({ label }) => /^[.\w]/.test(label) && label !== '.__proto__');
    const told = named.slice(0, mostInLine).map(({ field, label }) => {
      const value = this.of(field) || (isReference(field) ? this.#words.name(field.to) : '');
      return `${label.replace(/^\./, '')} ${value}`;
    });
    const more = named.length - told.length;
    return [...told, ...(more > 0 ? [`and ${more} more`] : [])].join(', ');
  }
}

/** How a reader gets what numbers say, if this capture does not tell. */
export function noteOnNumbers({ heap: { graph } }: NodeWords): readonly string[] {
  if (graph.numbers !== undefined) return [];
  return graph.columns.engine === 'v8'
    ? ['numbers are not in this capture: record with --values to see them']
    : ['snapshots of Bun do not contain numbers, booleans and what strings say'];
}
