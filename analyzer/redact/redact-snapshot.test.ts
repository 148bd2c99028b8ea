import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { dominatorsLikeDevTools } from '../../testing/devtools-dominators.ts';
import { drawHeap } from '../../testing/heap-builder.ts';
import { takeRealSnapshot } from '../../testing/real-snapshot.ts';
import { ScratchFolder } from '../../testing/scratch-folder.ts';
import { HeapGraph } from '../graph/heap-graph.ts';
import { retainedSizes } from '../graph/retained-sizes.ts';
import { readSnapshot } from '../parse/read-snapshot.ts';
import { NodeType } from '../parse/snapshot-columns.ts';
import { SnapshotError } from '../parse/snapshot-error.ts';
import { findSuspects } from '../search/find-suspects.ts';
import { redactSnapshot } from './redact-snapshot.ts';
import { isContent } from './string-uses.ts';

const scratch = new ScratchFolder();
afterAll(() => scratch.remove());

let outputs = 0;
function redact(file: string): string {
  const output = join(scratch.path, `redacted-${++outputs}.heapsnapshot`);
  redactSnapshot(file, output);
  return output;
}

const secret = 'hunter2-sk_live_51H';
const program = `
  class Credentials { constructor(token) { this.token = token; this.hunter2 = {}; } }
  const token = ['hunter2', 'sk_live_51H'].join('-');
  globalThis.kept = [new Credentials(token), token + '\\u{1f600} "quoted" ' + Date.now(), token.slice(3), 'hunter2'];
`;
const real = takeRealSnapshot(scratch.path, program);

function graphOf(file: string): HeapGraph {
  return new HeapGraph(readSnapshot(file));
}

describe('a redacted snapshot', () => {
  const redacted = redact(real);

  it('has no content of strings in it', () => {
    expect(readFileSync(real, 'utf8')).toContain(secret);
    const text = readFileSync(redacted, 'utf8');
    for (const piece of [secret, 'sk_live', 'quoted', secret.slice(3)]) expect(text).not.toContain(piece);
  });

  it('is like the other one in all but the texts of string nodes', () => {
    const [before, after] = [graphOf(real), graphOf(redacted)];
    expect(after.nodeCount).toBe(before.nodeCount);
    const pseudonyms = new Map<string, string>();
    for (let node = 0; node < before.nodeCount; node++) {
      const [was, is] = [before.rawName(node), after.rawName(node)];
      if (!isContent(before.type(node))) expect(is).toBe(was);
      else {
        expect(is).toHaveLength(was.length);
        expect(is).toMatch(/^[a-zA-Z\u4e00-\u9c20]*$/);
        expect(pseudonyms.get(was) ?? is).toBe(is);
        pseudonyms.set(was, is);
      }
    }
    expect(new Set(pseudonyms.values()).size).toBe(pseudonyms.size);
    for (const column of [
      'nodeType',
      'nodeId',
      'selfSize',
      'firstEdge',
      'edgeType',
      'edgeName',
      'edgeTo',
    ] as const)
      expect(Buffer.compare(bytesOf(after, column), bytesOf(before, column))).toBe(0);
    const names = (graph: HeapGraph) =>
      Array.from({ length: 3000 }, (_, at) =>
        graph.edgeNameOrIndex(Math.floor((at * graph.edgeCount) / 3000)),
      );
    const [was, is] = [names(before), names(after)];
    // Of the properties only keys of dictionaries are replaced, such as those of Node's list of primordials.
    const same = was.filter((name, at) => name === is[at]).length;
    expect(same / was.length).toBeGreaterThan(0.97);
  });

  it('keeps a name that is the text of a string as well', () => {
    const graph = graphOf(redacted);
    const property = graph.strings.find('hunter2');
    expect(property).not.toBe(-1);
    for (let node = 0; node < graph.nodeCount; node++) {
      if (graph.type(node) === NodeType.string) expect(graph.nameIndex(node)).not.toBe(property);
    }
  });

  it('retains what the other one retains, by the rules of DevTools too', () => {
    const [before, after] = [real, redacted].map((file) => {
      const graph = graphOf(file);
      return retainedSizes(graph, dominatorsLikeDevTools(graph));
    });
    expect(Buffer.compare(Buffer.from(after!.slice().buffer), Buffer.from(before!.slice().buffer))).toBe(0);
  });

  it('is JSON, for one who reads it only for himself', () => {
    const { snapshot, nodes, edges, strings } = JSON.parse(readFileSync(redacted, 'utf8'));
    expect(nodes).toHaveLength(snapshot.node_count * snapshot.meta.node_fields.length);
    expect(edges).toHaveLength(snapshot.edge_count * snapshot.meta.edge_fields.length);
    expect(Math.max(...nodes.filter((_: number, at: number) => at % 7 === 1))).toBeLessThan(strings.length);
    expect(statSync(redacted).mode & 0o777).toBe(0o600);
  });

  it('comes out of a packed one, and of one that V8 did not write', () => {
    const spaced = JSON.stringify(JSON.parse(readFileSync(real, 'utf8')), null, 1);
    for (const file of [scratch.write(gzipSync(readFileSync(real))), scratch.write(spaced)]) {
      const again = redact(file);
      expect(readFileSync(again, 'utf8')).not.toContain('sk_live');
      expect(graphOf(again).edgeCount).toBe(graphOf(real).edgeCount);
    }
  });

  it('does not come out of a torn one', () => {
    const torn = scratch.write(readFileSync(real).subarray(0, -30));
    const output = join(scratch.path, 'torn.heapsnapshot');
    expect(() => redactSnapshot(torn, output)).toThrow(SnapshotError);
    expect(() => statSync(output)).toThrow(/ENOENT/);
    expect(() => statSync(`${output}.${process.pid}.part`)).toThrow(/ENOENT/);
  });
});

function bytesOf(
  graph: HeapGraph,
  column: 'nodeType' | 'nodeId' | 'selfSize' | 'firstEdge' | 'edgeType' | 'edgeName' | 'edgeTo',
) {
  const { buffer, byteOffset, byteLength } = graph.columns[column];
  return Buffer.from(new Uint8Array(buffer, byteOffset, byteLength));
}

it('the same suspects are found in redacted captures', async () => {
  const files = drawHeap((h) => {
    const sessions = h.map();
    const scope = h.context().variable('sessions', sessions);
    h.root.property('serve', h.closure('serve', scope, { location: { url: 'file:///agent.js', line: 3 } }));
    for (let capture = 0; capture < 4; capture++) {
      for (let i = 0; i < 200; i++) {
        const session = h
          .object('Session', { size: 400 })
          .property('log', h.string(`${secret} ${capture} ${i}`));
        sessions.set(h.string(`session ${capture}.${i}`), session);
      }
      h.capture();
    }
  }).writeTo(scratch.path);
  const captures = (paths: readonly string[]) =>
    paths.map((file, at) => ({ file, label: `capture ${at + 1}` }));
  const before = await findSuspects(captures(files));
  const after = await findSuspects(captures(files.map(redact)));
  expect(before.suspects.length).toBeGreaterThan(0);
  expect(after.suspects).toEqual(before.suspects);
});
