import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { NumberList } from './number-list.ts';
import { SnapshotMessage } from './snapshot-message.ts';
import { SnapshotParser } from './snapshot-parser.ts';

/** With what can mislead a reader: brackets, keys and escapes inside names. */
const snapshot = {
  version: 3,
  type: 'Inspector',
  nodes: [0, 0, 0, 0, 7, 4_000_000_000, 1, 2],
  nodeClassNames: ['<root>', 'A "nodes":[1] \\ é \u{1F600} \u0001'],
  edges: [0, 7, 1, 0],
  edgeTypes: ['Internal', 'Property', 'Index', 'Variable'],
  edgeNames: ['"edges":[', 'x\ny'],
};

/** As WebKit writes it: characters that matter in HTML are escaped as well. */
function replyOf(data: object): Buffer {
  const text = JSON.stringify(JSON.stringify(data)).replaceAll('<', '\\u003C').replaceAll('>', '\\u003E');
  return Buffer.from(`{"result":{"timestamp":0.5,"snapshotData":${text}},"id":12}`);
}

function read(reply: Buffer, cuts: readonly number[]) {
  // A session looks for the beginning once it has so much.
  const first = Math.max(256, cuts[0] ?? reply.length);
  const message = SnapshotMessage.open(reply.subarray(0, first))!;
  let at = first;
  for (const cut of [...cuts.slice(1), reply.length]) {
    if (cut <= at) continue;
    message.feed(reply.subarray(at, cut));
    at = cut;
  }
  return { rest: message.close(), read: message.parser.finish() };
}

const valuesOf = (list: NumberList) => Array.from({ length: list.length }, (_, at) => list.at(at));

it('reads a snapshot whatever pieces it comes in', () => {
  const reply = replyOf(snapshot);
  const cut = fc.integer({ min: 1, max: reply.length });
  fc.assert(
    fc.property(fc.array(cut, { maxLength: 40 }), (cuts) => {
      const { rest, read: got } = read(
        reply,
        cuts.toSorted((a, b) => a - b),
      );
      expect(JSON.parse(rest)).toEqual({ result: { timestamp: 0.5, snapshotData: '' }, id: 12 });
      expect({ ...got, nodes: valuesOf(got.nodes), edges: valuesOf(got.edges) }).toEqual(snapshot);
    }),
  );
});

it('leaves other messages alone', () => {
  const reply = Buffer.from('{"result":{"result":{"type":"number","value":3}},"id":4}');
  expect(SnapshotMessage.open(reply)).toBeUndefined();
});

it('calls a snapshot torn that ends in the middle', () => {
  const parser = new SnapshotParser();
  parser.feed(Buffer.from('{"version":3,"type":"Inspector","nodes":[0,0,0'));
  expect(() => parser.finish()).toThrow(expect.objectContaining({ code: 'capture-torn' }));
});
