// Writes snapshots of a heap that no machine has to hold for it: sessions with their messages, ten nodes and thirty edges each,
//   node bench/heaps/sessions-file.mjs OUT SESSIONS [CAPTURES]
// 5,000,000 sessions are 50 million nodes in 4 GB. With CAPTURES the first one has a tenth less, and each further one more:
// OUT.1, OUT.2 … of one process.
import { closeSync, openSync, renameSync, writeSync } from 'node:fs';

const [out, sessions, captures = '1'] = process.argv.slice(2);

const types = {
  node: [
    ...['hidden', 'array', 'string', 'object', 'code', 'closure', 'regexp', 'number', 'native', 'synthetic'],
    ...['concatenated string', 'sliced string', 'symbol', 'bigint', 'object shape'],
  ],
  edge: ['context', 'element', 'property', 'internal', 'hidden', 'shortcut', 'weak'],
};
const names = [
  ...['', '(GC roots)', '(Global handles)', 'main', 'system / Context', 'Agent', 'Array', 'system / Map'],
  ...['Session', 'Cursor', 'Message', 'Usage', 'some text of a message', 'agent', 'sessions', 'elements'],
  ...['map', 'messages', 'cursor', 'name', 'session', 'text', 'usage', 'message', 'replyTo'],
];
const fields = 7;
const perSession = 10;

/** The nodes that there are once: type, name, size, edges. The array of sessions and its store come at 6 and 7. */
const once = (count) => [
  ['synthetic', '', 0, [['element', 1, 1]]],
  ['synthetic', '(GC roots)', 0, [['element', 0, 2]]],
  ['synthetic', '(Global handles)', 0, [['element', 0, 3]]],
  [
    'closure',
    'main',
    64,
    [
      ['internal', 'map', 8],
      ['context', 'agent', 5],
      ['internal', 'elements', 4],
    ],
  ],
  ['object', 'system / Context', 32, [['context', 'agent', 5]]],
  ['object', 'Agent', 32, [['property', 'sessions', 6]]],
  ['object', 'Array', 32, count],
  ['array', '', 8 * count, count],
  ['object shape', 'system / Map', 80, []],
  ['object', 'Agent', 56, []],
];

/** A session: type, name (none: a text of its own), size, edges to nodes of the session, or below 0 to those above. */
const session = [
  [
    'object',
    'Session',
    64,
    [
      ['property', 'messages', 1],
      ['property', 'cursor', 2],
      ['property', 'name', 3],
      ['internal', 'map', -8],
      ['property', 'agent', -5],
    ],
  ],
  [
    'object',
    'Array',
    32,
    [
      ['internal', 'elements', 4],
      ['element', 0, 5],
      ['element', 1, 6],
    ],
  ],
  [
    'object',
    'Cursor',
    40,
    [
      ['internal', 'map', -8],
      ['property', 'session', 0],
    ],
  ],
  ['string', undefined, 48, [['internal', 'map', -8]]],
  [
    'array',
    '',
    32,
    [
      ['hidden', 0, 5],
      ['hidden', 1, 6],
    ],
  ],
  [
    'object',
    'Message',
    56,
    [
      ['internal', 'map', -8],
      ['property', 'text', 7],
      ['property', 'session', 0],
      ['property', 'usage', 8],
    ],
  ],
  [
    'object',
    'Message',
    56,
    [
      ['internal', 'map', -8],
      ['property', 'text', 7],
      ['property', 'replyTo', 5],
      ['property', 'session', 0],
      ['property', 'usage', 9],
    ],
  ],
  ['string', 'some text of a message', 40, [['internal', 'map', -8]]],
  [
    'object',
    'Usage',
    40,
    [
      ['internal', 'map', -8],
      ['property', 'message', 5],
    ],
  ],
  [
    'object',
    'Usage',
    40,
    [
      ['internal', 'map', -8],
      ['property', 'message', 6],
      ['property', 'session', 0],
    ],
  ],
];

const nodeType = (type) => types.node.indexOf(type);
const edgeRecord = ([type, name, to]) =>
  `${types.edge.indexOf(type)},${typeof name === 'number' ? name : names.indexOf(name)},${to * fields}`;

function write(file, count) {
  const text = new TextFile(`${file}.part`);
  const single = once(count);
  const edgesOf = (edges) => (typeof edges === 'number' ? edges : edges.length);
  const perUnit = session.reduce((sum, [, , , edges]) => sum + edges.length, 0);
  // The array has its store as well.
  const edgeCount = single.reduce((sum, [, , , edges]) => sum + edgesOf(edges), 1) + count * perUnit;
  const nodeCount = single.length + perSession * count;
  const header = { meta, node_count: nodeCount, edge_count: edgeCount, trace_function_count: 0 };
  text.put(`{"snapshot":${JSON.stringify(header)},\n"nodes":[`);
  for (const [at, [type, name, size, edges]] of single.entries()) {
    const own = edgesOf(edges) + (at === 6 ? 1 : 0);
    const comma = at === 0 ? '' : '\n,';
    text.put(`${comma}${nodeType(type)},${names.indexOf(name)},${2 * at + 1},${size},${own},0,0`);
  }
  const nodes = session.map(([type, name, size, edges]) => ({
    start: Buffer.from(`\n,${nodeType(type)},${name === undefined ? '' : `${names.indexOf(name)},`}`),
    isNamed: name !== undefined,
    end: Buffer.from(`,${size},${edges.length},0,0`),
  }));
  for (let u = 0; u < count; u++) {
    for (let at = 0; at < perSession; at++) {
      const { start, isNamed, end } = nodes[at];
      text.bytes(start);
      if (!isNamed) {
        text.number(names.length + u);
        text.bytes(comma);
      }
      text.number(2 * (single.length + u * perSession + at) + 1);
      text.bytes(end);
    }
  }
  text.put('\n],\n"edges":[');
  for (const [at, [, , , edges]] of single.entries()) {
    if (at === 6) text.put(`\n,${edgeRecord(['internal', 'elements', 7])}`);
    if (typeof edges !== 'number')
      for (const [k, edge] of edges.entries()) text.put(`${at + k === 0 ? '' : '\n,'}${edgeRecord(edge)}`);
    else
      for (let u = 0; u < count; u++)
        text.put(`\n,${edgeRecord([at === 6 ? 'element' : 'hidden', u, single.length + u * perSession])}`);
  }
  const edges = session.flatMap(([, , , all]) =>
    all.map((edge) => ({
      start: Buffer.from(`\n,${edgeRecord(edge).replace(/[^,]*$/, '')}`),
      to: edge[2],
    })),
  );
  for (let u = 0; u < count; u++) {
    const base = single.length + u * perSession;
    for (const { start, to } of edges) {
      text.bytes(start);
      text.number((to < 0 ? -to : base + to) * fields);
    }
  }
  text.put(
    '\n],\n"trace_function_infos":[\n],\n"trace_tree":[\n],\n"samples":[\n],\n"locations":[],\n"strings":[',
  );
  text.put(names.map((name) => JSON.stringify(name)).join(',\n'));
  for (let u = 0; u < count; u++) {
    text.put(',\n"session ');
    text.number(u);
    text.put(' of an agent that has very many of them"');
  }
  text.put(']}');
  text.close();
  renameSync(`${file}.part`, file);
}

const comma = Buffer.from(',');
const room = 1 << 22;

/** Numbers as text, faster than by strings. */
class TextFile {
  constructor(file) {
    this.descriptor = openSync(file, 'w');
    this.buffer = Buffer.alloc(room + (1 << 16));
    this.at = 0;
  }

  put(text) {
    this.at += this.buffer.write(text, this.at, 'latin1');
    this.flushFrom(room);
  }

  bytes(piece) {
    for (let k = 0; k < piece.length; k++) this.buffer[this.at++] = piece[k];
  }

  number(value) {
    let end = this.at + 1;
    for (let left = value; left >= 10; left = Math.floor(left / 10)) end++;
    let left = value;
    for (let at = end - 1; at >= this.at; at--) {
      const rest = Math.floor(left / 10);
      this.buffer[at] = 48 + left - 10 * rest;
      left = rest;
    }
    this.at = end;
    this.flushFrom(room);
  }

  flushFrom(filled) {
    if (this.at < filled) return;
    writeSync(this.descriptor, this.buffer, 0, this.at);
    this.at = 0;
  }

  close() {
    this.flushFrom(1);
    closeSync(this.descriptor);
  }
}

const meta = {
  node_fields: ['type', 'name', 'id', 'self_size', 'edge_count', 'trace_node_id', 'detachedness'],
  node_types: [types.node, 'string', 'number', 'number', 'number', 'number', 'number'],
  edge_fields: ['type', 'name_or_index', 'to_node'],
  edge_types: [types.edge, 'string_or_number', 'node'],
  location_fields: ['object_index', 'script_id', 'line', 'column'],
};

const last = Number(sessions);
const all = Number(captures);
for (let capture = 1; capture <= all; capture++) {
  const less = all === 1 ? 0 : (0.1 * (all - capture)) / (all - 1);
  write(all === 1 ? out : `${out}.${capture}`, Math.round(last * (1 - less)));
}
