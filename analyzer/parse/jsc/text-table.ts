import type { StringIndex, StringTable } from '../string-table.ts';

/** Strings kept in memory, alone or behind those of another table; they can be added to. */
export class TextTable implements StringTable {
  readonly pairNames: readonly StringIndex[];
  private readonly base: StringTable | undefined;
  private readonly first: number;
  private readonly texts: string[] = [];
  private readonly indexes = new Map<string, StringIndex>();

  constructor(base?: StringTable) {
    this.base = base;
    this.first = base?.count ?? 0;
    this.pairNames = base?.pairNames ?? [];
  }

  get count(): number {
    return this.first + this.texts.length;
  }

  /** The index of a string, which is added where it is new. */
  intern(text: string): StringIndex {
    let index = this.indexes.get(text);
    if (index === undefined) {
      index = this.base?.find(text) ?? -1;
      if (index === -1) index = this.first + this.texts.push(text) - 1;
      this.indexes.set(text, index);
    }
    return index;
  }

  /** A string of its own, which `find` does not see: it need not be looked for. */
  append(text: string): StringIndex {
    return this.first + this.texts.push(text) - 1;
  }

  get(index: StringIndex): string {
    if (this.base !== undefined && index < this.first) return this.base.get(index);
    const text = this.texts[index - this.first];
    if (text === undefined) throw new RangeError(`string ${index} of ${this.count}`);
    return text;
  }

  span(index: StringIndex): number {
    if (this.base !== undefined && index < this.first) return this.base.span(index);
    return 3 * this.get(index).length;
  }

  find(text: string): StringIndex {
    return this.indexes.get(text) ?? this.base?.find(text) ?? -1;
  }

  forEachWithPrefix(prefix: string, visit: (index: StringIndex) => void): void {
    this.base?.forEachWithPrefix(prefix, visit);
    this.texts.forEach((text, at) => {
      if (text.length > prefix.length && text.startsWith(prefix)) visit(this.first + at);
    });
  }

  close(): void {
    this.base?.close();
  }
}
