import { type EdgeIndex, EdgeType } from '../parse/snapshot-columns.ts';
import type { HeapGraph } from './heap-graph.ts';

const identifier = /^#?[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*$/u;
/** V8 writes a property whose key is a symbol as `<symbol kEvents>`. */
const symbolKey = /^<symbol(?: (.*))?>$/s;

/**
 * An edge as JavaScript would write it: `.name`, `[3]`, `["weird key"]`, `[Symbol(kEvents)]`, `.#items`; a variable of
 * a closure's scope as its bare name. What JavaScript cannot reach stands in angle brackets: `<table>`, `<3>`.
 */
export function edgeLabel(graph: HeapGraph, edge: EdgeIndex): string {
  const name = graph.edgeNameOrIndex(edge);
  switch (graph.edgeType(edge)) {
    case EdgeType.element:
      return `[${name}]`;
    case EdgeType.property:
      return propertyLabel(String(name));
    case EdgeType.context:
      return String(name);
    case EdgeType.weak:
      return `<weak ${name}>`;
    case EdgeType.internal:
      return String(name).includes(' / part of key (') ? '<WeakMap value>' : `<${name}>`;
    default:
      return `<${name}>`;
  }
}

function propertyLabel(name: string): string {
  if (identifier.test(name)) return `.${name}`;
  const symbol = symbolKey.exec(name);
  if (symbol === null) return `[${JSON.stringify(name)}]`;
  const description = symbol[1] ?? '';
  return description.startsWith('Symbol.') ? `[${description}]` : `[Symbol(${description})]`;
}
