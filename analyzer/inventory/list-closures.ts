import { bytes, count } from '../../format/quantities.ts';
import type { Bytes } from '../../format/units.ts';
import { scopeName } from '../parse/node-kinds.ts';
import { EdgeType, type NodeIndex, NodeType } from '../parse/snapshot-columns.ts';
import type { InternalsChoice } from './engine-internals.ts';
import { joinedByPlace, type NodeRow } from './joined-by-place.ts';
import type { Listing } from './listing.ts';
import type { Inventory } from './open-inventory.ts';

export interface ScopeListing {
  /** Of the one that keeps most. */
  readonly id: number;
  /** How many scopes were made at this place. */
  readonly scopes: number;
  /** Where the first function that closes over it stands. */
  readonly place: string;
  /** Living functions that close over this scope itself; 0 if it lives only for its inner scopes. */
  readonly closures: number;
  /** What only these scopes keep alive. */
  readonly retained: Bytes;
  /** The variable that keeps most of it. */
  readonly variable: string;
  readonly variableRetained: Bytes;
}

/**
 * Scopes that functions close over, by what they alone keep alive. A function keeps all variables of its scope,
 * whether it uses them or not, and a scope keeps the scopes around it.
 */
export function listClosures(
  inventory: Inventory,
  { internals = false }: InternalsChoice = {},
): Listing<ScopeListing> {
  const { graph, tree } = inventory.heap;
  const closures = closuresByScope(inventory);
  const rows: NodeRow<ScopeListing>[] = [];
  for (let node = 0; node < graph.nodeCount; node++) {
    if (tree.idom[node] < 0 || !inventory.isAsked(node) || graph.rawName(node) !== scopeName) continue;
    rows.push({ node, row: scopeRow(inventory, node, closures.get(node) ?? []) });
  }
  return {
    what: 'scopes',
    rows: joinedByPlace(
      inventory,
      internals ? rows : rows.filter(({ row }) => !isNodes(row)),
      ({ place }) => place,
      add,
    ),
    columns: [
      { key: 'id', text: ({ id }) => `@${id}`, value: ({ id }) => -id },
      { key: 'scopes', text: (row) => count(row.scopes), value: (row) => row.scopes },
      { key: 'closures', text: (row) => count(row.closures), value: (row) => row.closures },
      { key: 'retained', text: (row) => bytes(row.retained), value: (row) => row.retained },
      { key: 'largest', text: (row) => bytes(row.variableRetained), value: (row) => row.variableRetained },
      { key: 'variable', text: (row) => row.variable, value: (row) => row.variable },
      { key: 'place', text: (row) => row.place, value: (row) => row.place },
    ],
    notes: [
      ...(internals ? [] : ["Node's own scopes are left out: --internals lists them"]),
      'a scope with 0 closures is alive only because an inner scope is: no living function was created in it',
      'a snapshot does not show which variables a function reads: look at its code to see whether it needs them',
    ],
  };
}

/** Scopes of one place in the code are made again and again. */
function add(largest: ScopeListing, other: ScopeListing): ScopeListing {
  return {
    ...largest,
    scopes: largest.scopes + other.scopes,
    closures: largest.closures + other.closures,
  };
}

function isNodes({ place }: ScopeListing): boolean {
  return /(^| )node:/.test(place);
}

function closuresByScope({ heap: { graph, tree } }: Inventory): Map<NodeIndex, NodeIndex[]> {
  const byScope = new Map<NodeIndex, NodeIndex[]>();
  for (let node = 0; node < graph.nodeCount; node++) {
    if (graph.type(node) !== NodeType.closure || tree.idom[node] < 0) continue;
    for (let edge = graph.firstEdge(node); edge < graph.endEdge(node); edge++) {
      if (graph.edgeType(edge) !== EdgeType.internal || graph.edgeNameOrIndex(edge) !== 'context') continue;
      const scope = graph.edgeTarget(edge);
      const closures = byScope.get(scope);
      if (closures === undefined) byScope.set(scope, [node]);
      else closures.push(node);
    }
  }
  return byScope;
}

function scopeRow(
  { heap, words, retained }: Inventory,
  scope: NodeIndex,
  closures: readonly NodeIndex[],
): ScopeListing {
  const { graph, tree } = heap;
  let variable = '';
  let most = 0;
  for (let edge = graph.firstEdge(scope); edge < graph.endEdge(scope); edge++) {
    if (graph.edgeType(edge) !== EdgeType.context) continue;
    const value = graph.edgeTarget(edge);
    if (tree.idom[value] !== scope || retained[value] <= most) continue;
    most = retained[value];
    variable = `${words.edge(scope, edge)}: ${words.className(value)}`;
  }
  const [first] = closures;
  const place = first === undefined ? '' : `${words.className(first)} ${words.place(first)}`.trimEnd();
  return {
    id: graph.id(scope),
    scopes: 1,
    place: words.name(scope).startsWith('scope of') ? words.name(scope) : place,
    closures: closures.length,
    retained: retained[scope],
    variable,
    variableRetained: most,
  };
}
