import {
  type EdgeTypeName,
  edgeTypes,
  type NodeTypeName,
  nodeTypes,
} from '../analyzer/parse/snapshot-columns.ts';

import { type DrawnCalls, DrawnStacks } from './drawn-stacks.ts';

/** A heap snapshot as the JSON V8 writes. */
export interface SnapshotJson {
  readonly snapshot: {
    readonly meta: {
      readonly node_fields: readonly string[];
      readonly node_types: readonly (string | readonly string[])[];
      readonly edge_fields: readonly string[];
      readonly edge_types: readonly (string | readonly string[])[];
      readonly trace_function_info_fields: readonly string[];
      readonly trace_node_fields: readonly string[];
      readonly location_fields: readonly string[];
    };
    readonly node_count: number;
    readonly edge_count: number;
    readonly trace_function_count: number;
  };
  readonly nodes: readonly number[];
  readonly edges: readonly number[];
  readonly trace_function_infos: readonly number[];
  readonly trace_tree: DrawnCalls;
  readonly samples: readonly number[];
  readonly locations: readonly number[];
  readonly strings: readonly string[];
}

/** The fields and types of Node 20. */
const meta: SnapshotJson['snapshot']['meta'] = {
  node_fields: ['type', 'name', 'id', 'self_size', 'edge_count', 'trace_node_id', 'detachedness'],
  node_types: [
    nodeTypes.filter((type) => type !== 'other'),
    'string',
    'number',
    'number',
    'number',
    'number',
    'number',
  ],
  edge_fields: ['type', 'name_or_index', 'to_node'],
  edge_types: [edgeTypes.filter((type) => type !== 'other'), 'string_or_number', 'node'],
  trace_function_info_fields: ['function_id', 'name', 'script_name', 'script_id', 'line', 'column'],
  trace_node_fields: ['id', 'function_info_index', 'count', 'size', 'children'],
  location_fields: ['object_index', 'script_id', 'line', 'column'],
};
const nodeFields = meta.node_fields.length;
const infoFields = meta.trace_function_info_fields.length;

/** What the JSON is made of: nodes in order, edges by place in that order. */
export interface PlainNode {
  readonly type: NodeTypeName;
  readonly name: string;
  readonly id: number;
  readonly size: number;
  readonly edges: readonly PlainEdge[];
  /** The calls that allocated it, if they were recorded: `main node:emit push`. */
  readonly stack?: string | undefined;
  /** Of a page's element: no document shows it. */
  readonly isDetached?: boolean;
  /** Counts from 0. */
  readonly location?: { readonly script: number; readonly line: number; readonly column: number } | undefined;
}

export interface PlainEdge {
  readonly type: EdgeTypeName;
  readonly name: string | number;
  readonly to: number;
}

export function toSnapshotJson(nodes: readonly PlainNode[]): SnapshotJson {
  const strings = new Map<string, number>([['<dummy>', 0]]);
  const stringIndex = (text: string) => {
    if (!strings.has(text)) strings.set(text, strings.size);
    return strings.get(text)!;
  };
  const edges = nodes.flatMap((node) => node.edges);
  const stacks = new DrawnStacks();
  const traces = nodes.map(({ stack, size }) => (stack === undefined ? 0 : stacks.add(stack, size)));
  const functions = stacks.functions();
  return {
    snapshot: {
      meta,
      node_count: nodes.length,
      edge_count: edges.length,
      trace_function_count: functions.length,
    },
    nodes: nodes.flatMap(({ type, name, id, size, edges, isDetached }, index) => [
      nodeTypes.indexOf(type),
      stringIndex(name),
      id,
      size,
      edges.length,
      traces[index],
      isDetached ? 2 : 0,
    ]),
    edges: edges.flatMap(({ type, name, to }) => [
      edgeTypes.indexOf(type),
      typeof name === 'number' ? name : stringIndex(name),
      to * nodeFields,
    ]),
    trace_function_infos: functions.flatMap(([id, name, script, ...place]) => [
      id,
      stringIndex(name),
      stringIndex(script),
      ...place,
    ]),
    trace_tree: stacks.tree(),
    samples: [],
    locations: nodes.flatMap(({ location }, index) =>
      location ? [index * nodeFields, location.script, location.line, location.column] : [],
    ),
    strings: [...strings.keys()],
  };
}

/** Text in V8's own layout: a record a line, the comma in front. */
export function toSnapshotText(json: SnapshotJson): string {
  const { snapshot, nodes, edges, locations, strings } = json;
  return (
    `{"snapshot":${JSON.stringify(snapshot)},\n` +
    `"nodes":[${records(nodes, snapshot.meta.node_fields.length)}],\n` +
    `"edges":[${records(edges, snapshot.meta.edge_fields.length)}],\n` +
    `"trace_function_infos":[${records(json.trace_function_infos, infoFields)}],\n` +
    `"trace_tree":${JSON.stringify(json.trace_tree)},\n"samples":[],\n` +
    `"locations":[${records(locations, snapshot.meta.location_fields.length)}],\n` +
    `"strings":[${strings.map((text) => JSON.stringify(text)).join(',\n')}]}`
  );
}

function records(numbers: readonly number[], fields: number): string {
  let text = '';
  for (let at = 0; at < numbers.length; at += fields) {
    text += `${at === 0 ? '' : ','}${numbers.slice(at, at + fields).join(',')}\n`;
  }
  return text;
}
