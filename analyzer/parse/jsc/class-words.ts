import { scopeName } from '../node-kinds.ts';
import { NodeType } from '../snapshot-columns.ts';

/** What a cell of JavaScriptCore is to the engine, as far as the meaning of its unnamed edges depends on it. */
export const Role = {
  other: 0,
  shape: 1,
  executable: 2,
  scope: 3,
  moduleScope: 4,
  scopeLayout: 5,
  store: 6,
  collection: 7,
  string: 8,
  closure: 9,
  promise: 10,
  reaction: 11,
  suspended: 12,
  eventTarget: 13,
} as const;
export type Role = (typeof Role)[keyof typeof Role];

/** How a class of cells is called in the house. */
export interface ClassWords {
  readonly type: number;
  readonly role: Role;
  /** Absent if the class keeps its name. */
  readonly name?: string;
}

const known: Readonly<Record<string, ClassWords>> = {
  '<root>': { type: NodeType.synthetic, role: Role.other, name: '' },
  '(GC roots)': { type: NodeType.synthetic, role: Role.other },
  StrongRootBlock: { type: NodeType.synthetic, role: Role.other },
  GlobalObject: { type: NodeType.object, role: Role.other, name: 'global' },
  Process: { type: NodeType.object, role: Role.other, name: 'process' },
  ProxyObject: { type: NodeType.object, role: Role.other, name: 'Proxy' },

  string: { type: NodeType.string, role: Role.string, name: '' },
  symbol: { type: NodeType.symbol, role: Role.other },
  BigInt: { type: NodeType.bigint, role: Role.other },
  RegExp: { type: NodeType.regexp, role: Role.other },
  Map: { type: NodeType.object, role: Role.collection },
  Set: { type: NodeType.object, role: Role.collection },
  Promise: { type: NodeType.object, role: Role.promise },
  SlimPromiseReaction: { type: NodeType.object, role: Role.reaction, name: 'PromiseReaction' },
  FullPromiseReaction: { type: NodeType.object, role: Role.reaction, name: 'PromiseReaction' },
  AbortSignal: { type: NodeType.object, role: Role.eventTarget },
  EventTarget: { type: NodeType.object, role: Role.eventTarget },
  // In V8's format Bun writes a label in place of the class of whatever is made by its web interfaces.
  'url ': { type: NodeType.object, role: Role.eventTarget, name: 'EventTarget' },

  JSLexicalEnvironment: { type: NodeType.object, role: Role.scope, name: scopeName },
  JSModuleEnvironment: { type: NodeType.object, role: Role.moduleScope, name: scopeName },
  'Cell Butterfly': { type: NodeType.array, role: Role.store },
  SparseArrayValueMap: { type: NodeType.array, role: Role.store },
  Structure: { type: NodeType.objectShape, role: Role.shape },
};

const closures = /^(JS)?(Async|Generator|AsyncGenerator)?Function$/;
const suspended = /^(JS)?(Async)?(Function)?Generator$/;
const shapes = /^(Structure[A-Z]\w*|PropertyTable|JSPropertyNameEnumerator)$/;
const executables = /^(Function|Native|Program|ModuleProgram|Eval)Executable$/;
/** What the engine makes of source code, and the inspector's own. Its bytes say nothing of the program's data. */
const code =
  /(CodeBlock|Executable|SourceCode)$|^(FunctionRareData|Sentinel|TemplateObjectDescriptor|ScopedArgumentsTable|JSMicrotaskDispatcher|API Wrapper|Callee|InjectedScript(Host)?)$/;
const hidden =
  /^(GetterSetter|\w+GetterSetter|Module\w+|InternalModuleRegistry|InternalFieldTuple|JSGlobalLexicalEnvironment|JSGlobalProxy)$/;

/** A class by the name that JavaScriptCore gives it (`ClassInfo::className`, or the constructor of an object). */
export function wordsOfClass(className: string): ClassWords {
  if (Object.hasOwn(known, className)) return known[className];
  if (closures.test(className)) return { type: NodeType.closure, role: Role.closure, name: '' };
  if (suspended.test(className)) return { type: NodeType.object, role: Role.suspended };
  if (shapes.test(className)) return { type: NodeType.objectShape, role: Role.other };
  if (className === 'SymbolTable') return { type: NodeType.code, role: Role.scopeLayout };
  if (executables.test(className)) return { type: NodeType.code, role: Role.executable };
  if (code.test(className)) return { type: NodeType.code, role: Role.other };
  if (hidden.test(className)) return { type: NodeType.hidden, role: Role.other };
  return { type: NodeType.object, role: Role.other };
}

/** The name of an edge that JavaScriptCore leaves unnamed, by what it joins. Strings are named by their reader. */
export function wordOfEdge(from: Role, to: Role): string {
  switch (to) {
    case Role.shape:
      return 'map';
    case Role.store:
      return from === Role.collection ? 'table' : 'elements';
    case Role.scopeLayout:
      return from === Role.scope || from === Role.moduleScope ? 'scope_info' : 'internal';
    case Role.executable:
      return from === Role.closure ? 'shared' : 'internal';
    case Role.scope:
    case Role.moduleScope:
      return wordOfScopeEdge(from, to);
    case Role.closure:
      return from === Role.eventTarget ? 'listener' : 'internal';
    case Role.reaction:
      return from === Role.reaction ? 'next' : from === Role.promise ? 'reactions_or_result' : 'internal';
    default:
      return from === Role.promise ? 'reactions_or_result' : 'internal';
  }
}

function wordOfScopeEdge(from: Role, to: Role): string {
  switch (from) {
    case Role.scope:
      return 'previous';
    // A module's scope refers to those that it imports from.
    case Role.moduleScope:
      return to === Role.moduleScope ? 'imported' : 'previous';
    case Role.closure:
    case Role.suspended:
      return 'context';
    default:
      return 'internal';
  }
}
