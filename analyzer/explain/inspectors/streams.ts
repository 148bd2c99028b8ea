import { EdgeType, NodeType } from '../../parse/snapshot-columns.ts';
import { unplacedFunction } from '../../paths/unplaced-function.ts';
import { type Inspector, quoted } from '../inspector.ts';
import type { Subject } from '../subject.ts';

const controller =
  /^(ReadableStreamDefault|ReadableByteStream|ReadableStreamBYOB|WritableStreamDefault)Controller$/;

/** Chunks that wait in a stream whose other side takes none: Bun keeps them in its controller. */
export const streams: Inspector = {
  name: 'streams',
  inspect(subject) {
    if (!controller.test(subject.holderClass)) return undefined;
    const source = sourceOf(subject);
    return {
      kind: 'queue',
      what: `stream queue ${quoted(subject)}`,
      gains: 'chunks',
      remedy: [
        'nothing reads this stream, or the reader is too slow: write only while `desiredSize` is greater than 0',
        'close the stream and drop its controller when its reader is gone: in `cancel()`, or when `request.signal` aborts',
      ],
      ...(source === undefined ? {} : { evidence: [`the source of the stream is in ${source}`] }),
    };
  },
};

/** By any function of the source that the program gave the stream. */
function sourceOf({ heap, holder }: Subject): string | undefined {
  if (holder === undefined) return undefined;
  const { graph } = heap;
  for (let e = graph.firstEdge(holder); e < graph.endEdge(holder); e++) {
    if (graph.edgeType(e) !== EdgeType.property || graph.edgeNameOrIndex(e) !== 'underlyingSource') continue;
    const source = graph.edgeTarget(e);
    for (let f = graph.firstEdge(source); f < graph.endEdge(source); f++) {
      const made = graph.edgeTarget(f);
      if (graph.edgeType(f) !== EdgeType.property || graph.type(made) !== NodeType.closure) continue;
      const { module } = unplacedFunction(heap, made);
      if (module !== undefined) return module;
    }
  }
  return undefined;
}
