import { isString } from '../../parse/node-kinds.ts';
import { type Inspector, quoted } from '../inspector.ts';
import { remedies } from '../remedies.ts';
import type { Subject } from '../subject.ts';

/** A string that only gets longer: a rope of `+=`, or one that is replaced by a longer one. */
export const stringBuffers: Inspector = {
  name: 'string buffers',
  inspect(subject) {
    if (!isGrowingString(subject)) return undefined;
    return {
      kind: 'string-buffer',
      what: `string ${quoted(subject)}`,
      gains: 'appends',
      remedy: remedies.string,
    };
  },
};

function isGrowingString({ finding, heap, entry }: Subject): boolean {
  if (!isString(heap.graph.type(entry))) return false;
  // What is chained of strings is a rope, though its oldest part is a plain one.
  return finding.shape === 'slot' ? finding.table === undefined : finding.piles[0].group.links > 0;
}
