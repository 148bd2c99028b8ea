import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { drawHeap } from '../../testing/heap-builder.ts';
import { drawJscHeap } from '../../testing/jsc-heap-builder.ts';
import { takeRealSnapshot } from '../../testing/real-snapshot.ts';
import { ScratchFolder } from '../../testing/scratch-folder.ts';
import { retainingEdges } from '../graph/edge-filter.ts';
import { HeapGraph } from '../graph/heap-graph.ts';
import { readSnapshot } from '../parse/read-snapshot.ts';
import { redactSnapshot } from './redact-snapshot.ts';

const scratch = new ScratchFolder();
afterAll(() => scratch.remove());

/** No identifier, and one that looks like a token: what a programmer does not write as a name. */
const secret = 'hunter2@example.com';
const token = 'sk_live_51H8zzYY77Aq9';

/** Both are put together when it runs, so that nothing but the heap has them. */
const program = `
  const secret = ['hunter2', 'example.com'].join('@');
  const token = ['sk', 'live', '51H8zzYY77Aq9'].join('_');
  const key = {};
  const byUser = {}, seen = {}, single = {};
  for (let i = 0; i < 20; i++) {
    byUser['user' + i] = { i };
    seen['visitor' + i] = true;
  }
  single[secret] = { [token]: 1 };
  byUser['leetuser' + (7 + 6)] = { i: 13 };
  class Tagged { get [Symbol.toStringTag]() { return secret; } }
  globalThis.kept = {
    byUser, seen, single, key,
    map: new Map([[secret, token], [token + '!', 1]]),
    set: new Set([secret + 1]),
    weak: new WeakMap([[key, secret + 'weak value'], [Symbol(secret), token + 'by symbol']]),
    symbol: Symbol(secret),
    symbolKey: { [Symbol(secret + 'key')]: 1 },
    template: \`a \${secret} b \${token}\`,
    regexp: new RegExp(secret.replace('.', '\\\\.') + token),
    computed: { [secret]() {}, get [secret + 'get']() { return 1; } },
    made: eval('(class { constructor() { this["' + secret + 'field"] = 1; } })'),
    instance: new Tagged(),
    tagged: { [Symbol.toStringTag]: secret },
    error: new Error(secret),
    url: new URL('https://' + 'bob:' + token + '@example.com/?q=' + encodeURIComponent(secret)),
    cons: secret + '-'.repeat(20) + token,
    sliced: (secret + ' a longer text to be cut ' + token).slice(3),
    evaluated: eval('(function () { return ' + JSON.stringify(secret + token) + '; })'),
    script: eval('(function () {})\\n//# sourceURL=https://x.example/a.js?token=' + token),
    external: Buffer.from(secret.repeat(70_000)).toString('latin1'),
    blob: new Blob([secret]),
    big: BigInt('0x' + Buffer.from(token).toString('hex')),
  };
  kept.error.stack;
  console.log.call(null, '', secret);
`;

describe('a snapshot with secrets in every place', () => {
  const plain = takeRealSnapshot(scratch.path, program);
  const output = join(scratch.path, 'redacted.heapsnapshot');
  redactSnapshot(plain, output);

  it('has none of them when it is redacted', () => {
    const before = readFileSync(plain, 'utf8');
    const after = readFileSync(output, 'utf8');
    const pieces = [secret, 'hunter2', token, 'sk_live', '51H8zz', 'visitor7', 'leetuser13', 'weak value'];
    for (const piece of pieces) {
      expect(before).toContain(piece);
      expect(after).not.toContain(piece);
    }
  });

  it('keeps its names, and the pairs of WeakMaps', () => {
    const [before, after] = [plain, output].map((file) => new HeapGraph(readSnapshot(file)));
    for (const name of ['byUser', 'single', 'Tagged', 'symbolKey', 'process', 'timerListMap'])
      expect(after!.strings.find(name)).not.toBe(-1);
    const kinds = (graph: HeapGraph) => Buffer.from(retainingEdges(graph));
    expect(Buffer.compare(kinds(after!), kinds(before!))).toBe(0);
  });
});

it('is packed where its name says so', () => {
  const [file] = drawHeap((h) => h.root.property('s', h.string(secret))).writeTo(scratch.path);
  const output = join(scratch.path, 'packed.heapsnapshot.gz');
  redactSnapshot(file, output);
  const bytes = readFileSync(output);
  expect([...bytes.subarray(0, 2)]).toEqual([0x1f, 0x8b]);
  expect(JSON.parse(gunzipSync(bytes).toString()).strings).not.toContain(secret);
  expect(new HeapGraph(readSnapshot(output)).nodeCount).toBe(2);
});

it('what no snapshot has in it is left out', () => {
  const json = drawHeap((h) => h.root.property('s', h.string('x'))).json();
  const file = scratch.write(
    JSON.stringify({ comment: secret, ...json, more: [1, { by: secret }], scopes: [1, 2] }),
  );
  const output = join(scratch.path, 'foreign.heapsnapshot');
  redactSnapshot(file, output);
  const after = JSON.parse(readFileSync(output, 'utf8'));
  expect([after.comment, after.more, after.scopes]).toEqual([null, null, [1, 2]]);
});

it('of the stacks of allocations, scripts lose what is asked of them', () => {
  const [file] = drawHeap((h) => {
    h.root.property('o', h.object('Session', { stack: 'main serve' }));
  }).writeTo(scratch.path);
  const json = JSON.parse(readFileSync(file, 'utf8'));
  json.trace_function_infos[2] = json.strings.push(`https://x.example/a.js?token=${token}`) - 1;
  const output = join(scratch.path, 'traced.heapsnapshot');
  redactSnapshot(scratch.write(JSON.stringify(json)), output);
  const text = readFileSync(output, 'utf8');
  expect(text).toContain('"https://x.example/a.js?');
  expect(text).not.toContain(token);
});

describe('a snapshot of JavaScriptCore', () => {
  it('loses keys that are data and keeps names', () => {
    const heap = drawJscHeap((h) => {
      const users = h.cell('Object');
      h.global.property('users', users);
      for (let i = 0; i < 14; i++) users.property(`user${i}`, h.cell('Session'));
      users.property(secret, h.cell('Session'));
      users.property('count', h.cell('Counter'));
    });
    const file = scratch.write(heap.text());
    const output = join(scratch.path, 'jsc.heapsnapshot');
    redactSnapshot(file, output);
    const { edgeNames, nodeClassNames, ...after } = JSON.parse(readFileSync(output, 'utf8'));
    expect(edgeNames).toContain('users');
    expect(edgeNames).toContain('count');
    expect(edgeNames).not.toContain('user7');
    expect(edgeNames).not.toContain(secret);
    expect(nodeClassNames).toContain('Session');
    const { edgeNames: _, nodeClassNames: __, ...before } = JSON.parse(readFileSync(file, 'utf8'));
    expect(after).toEqual(before);
  });
});
