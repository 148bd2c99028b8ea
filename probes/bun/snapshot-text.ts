import type { Bytes } from '../../format/units.ts';
import type { CollectionRepair } from './collection-repair.ts';
import { fieldsPerEdge, fieldsPerNode, type JscSnapshot } from './snapshot-parser.ts';

const chunkSize: Bytes = 256 << 10;
/** The digits of a number below 2^32 and a comma. */
const numberRoom: Bytes = 11;
const comma = 0x2c;
const digit0 = 0x30;

/**
 * The snapshot as a text of the same format, in chunks: without what was ours, and with the entries of collections as
 * Index edges from the collection itself.
 * @param extra becomes the last member, under the name `heaptrail`
 */
export function* snapshotText(
  snapshot: JscSnapshot,
  repair: CollectionRepair,
  extra: object,
): Generator<Buffer> {
  const { version, type, nodeClassNames, edgeTypes, edgeNames } = snapshot;
  yield Buffer.from(`{"version":${version},"type":${JSON.stringify(type)},"nodes":[`);
  yield* numbersText((write) => theirNodes(snapshot, repair, write));
  yield Buffer.from(`],"nodeClassNames":${JSON.stringify(nodeClassNames)},"edges":[`);
  yield* numbersText((write) => theirEdges(snapshot, repair, write));
  yield Buffer.from(`],"edgeTypes":${JSON.stringify(edgeTypes)},"edgeNames":${JSON.stringify(edgeNames)}`);
  yield Buffer.from(`,"heaptrail":${JSON.stringify(extra)}}`);
}

type Records = Generator<undefined, void>;
type Write = (a: number, b: number, c: number, d: number) => void;

function* theirNodes({ nodes }: JscSnapshot, { ours }: CollectionRepair, write: Write): Records {
  for (let at = 0; at < nodes.length; at += fieldsPerNode) {
    if (ours[nodes.at(at)] === 1) continue;
    write(nodes.at(at), nodes.at(at + 1), nodes.at(at + 2), nodes.at(at + 3));
    yield;
  }
}

function* theirEdges({ edges, edgeTypes }: JscSnapshot, repair: CollectionRepair, write: Write): Records {
  const { ours, restored } = repair;
  const indexType = edgeTypes.indexOf('Index');
  let next = 0;
  const restoreBefore = function* (from: number): Records {
    for (; next < restored.length && restored[next]!.id < from; next += 1) {
      const { id, entries } = restored[next]!;
      for (let at = 0; at < entries.length; at += 2) {
        write(id, entries.at(at), indexType, entries.at(at + 1));
        yield;
      }
    }
  };
  for (let at = 0; at < edges.length; at += fieldsPerEdge) {
    const from = edges.at(at);
    const to = edges.at(at + 1);
    yield* restoreBefore(from);
    if (ours[from] === 1 || ours[to] === 1) continue;
    write(from, to, edges.at(at + 2), edges.at(at + 3));
    yield;
  }
  yield* restoreBefore(Number.POSITIVE_INFINITY);
}

/** Numbers as text, separated by commas. */
function* numbersText(records: (write: Write) => Records): Generator<Buffer> {
  let chunk = Buffer.allocUnsafe(chunkSize);
  let end = 0;
  let isFirst = true;
  const put = (value: number) => {
    if (isFirst) isFirst = false;
    else chunk[end++] = comma;
    let digits = 1;
    for (let rest = value; rest >= 10; rest = Math.floor(rest / 10)) digits += 1;
    let rest = value;
    for (let at = end + digits - 1; at >= end; at -= 1) {
      chunk[at] = digit0 + (rest % 10);
      rest = Math.floor(rest / 10);
    }
    end += digits;
  };
  const write: Write = (a, b, c, d) => {
    put(a);
    put(b);
    put(c);
    put(d);
  };
  for (const _ of records(write)) {
    if (end <= chunkSize - fieldsPerEdge * numberRoom) continue;
    yield chunk.subarray(0, end);
    chunk = Buffer.allocUnsafe(chunkSize);
    end = 0;
  }
  yield chunk.subarray(0, end);
}
