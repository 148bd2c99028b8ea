import { TextTable } from './jsc/text-table.ts';
import { scopeName } from './node-kinds.ts';
import { type NodeIndex, NodeType, type SnapshotColumns, type StringIndex } from './snapshot-columns.ts';

/**
 * V8 15 says more in the names of its own things: `system / Context / scope @39071`, `system / Script / file:///a.js`.
 * Earlier ones say `system / Context` and `file:///a.js`, and so do all rooms behind the parser.
 */
const detailedName = /^system \/ (Context|Script|SharedFunctionInfo) \/ (.+)$/s;

/** The name of a node in the words of all versions. Not for strings, whose names are what they say. */
export function engineName(raw: string): string {
  const [, kind, detail] = detailedName.exec(raw) ?? [];
  if (kind === undefined) return raw;
  return kind === 'Context' ? scopeName : detail;
}

/** Things of the engine that really lie outside its heap, by how their names begin. */
const outside = /^system \/ (JSArrayBufferData|ExternalStringData|BackingStore)/;
const inHeap = /^(system \/ |(undefined|null|true|false|uninitialized|the hole|hole)$)/;

/** V8 15 writes what it has no type for as native, earlier ones as hidden: native is what the program's host holds. */
export function isHiddenThing(name: string): boolean {
  return inHeap.test(name) && !outside.test(name);
}

/** Columns of any V8 in the words of all. Those that need no change are given back as they are. */
export function putInWordsOfAllVersions(columns: SnapshotColumns): SnapshotColumns {
  const words = new WordsOfNames(columns);
  const { nodeCount, nodeType, nodeName } = columns;
  if (!words.areNew()) return columns;
  for (let v = 0; v < nodeCount; v++) {
    const type = nodeType[v];
    if (type === NodeType.native && words.isHidden(nodeName[v])) nodeType[v] = NodeType.hidden;
    if (type === NodeType.object || type === NodeType.code) nodeName[v] = words.of(nodeName[v]);
  }
  return { ...columns, strings: words.strings };
}

/** Looks at each name once. */
class WordsOfNames {
  readonly strings: TextTable;
  private readonly columns: SnapshotColumns;
  private readonly names = new Map<StringIndex, StringIndex>();
  private readonly hidden = new Map<StringIndex, boolean>();

  constructor(columns: SnapshotColumns) {
    this.columns = columns;
    this.strings = new TextTable(columns.strings);
  }

  /** There is no heap without a scope: their names tell, and nothing else is looked at in heaps of earlier versions. */
  areNew(): boolean {
    const { nodeCount, nodeType, nodeName, strings } = this.columns;
    const seen = new Uint8Array(strings.count);
    for (let v: NodeIndex = 0; v < nodeCount; v++) {
      const name = nodeName[v];
      if (nodeType[v] !== NodeType.object || seen[name] === 1) continue;
      seen[name] = 1;
      const text = strings.get(name);
      if (text === scopeName) return false;
      if (engineName(text) !== text) return true;
    }
    return false;
  }

  of(name: StringIndex): StringIndex {
    let word = this.names.get(name);
    if (word === undefined) {
      const text = this.strings.get(name);
      const named = engineName(text);
      if (named === text) word = name;
      // One scope stands for all, and is searched for; each script and function has a name of its own.
      else word = named === scopeName ? this.strings.intern(scopeName) : this.strings.append(named);
      this.names.set(name, word);
    }
    return word;
  }

  isHidden(name: StringIndex): boolean {
    let hidden = this.hidden.get(name);
    if (hidden === undefined) {
      hidden = isHiddenThing(this.strings.get(name));
      this.hidden.set(name, hidden);
    }
    return hidden;
  }
}
