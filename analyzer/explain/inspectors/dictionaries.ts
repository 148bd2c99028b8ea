import { birthOfEntry, entriesOf } from '../../heap/container-entries.ts';
import { Label } from '../../heap/hanging.ts';
import { NodeType } from '../../parse/snapshot-columns.ts';
import { isHeldByRuntime } from '../../paths/program-function.ts';
import { type Inspector, quoted } from '../inspector.ts';
import { remedies } from '../remedies.ts';
import type { Subject } from '../subject.ts';

/** Plain objects used as a map from ids to values. */
export const dictionaries: Inspector = {
  name: 'dictionaries',
  inspect(subject) {
    if (subject.holder === undefined || subject.holderClass === 'Array') return undefined;
    if (!gainsKeys(subject)) return undefined;
    // An element or a window numbers what it keeps: it has no keys.
    if (subject.holder !== undefined && subject.heap.graph.type(subject.holder) === NodeType.native)
      return undefined;
    // What a class of the runtime numbers is its queue or list: there is no key to be deleted.
    const isOwn = subject.holderClass === 'Object' || !isHeldByRuntime(subject.holderPath);
    if (!isOwn) return undefined;
    return {
      kind: 'dictionary',
      what: `${subject.holderClass} ${quoted(subject)} used as a dictionary`,
      gains: 'keys',
      remedy: remedies.dictionary,
    };
  },
};

function gainsKeys(subject: Subject): boolean {
  const { finding } = subject;
  if (finding.shape === 'slot') return finding.table !== undefined;
  const labels = finding.piles.map((pile) => pile.group.label);
  return labels.includes(Label.anyName) || labels.includes(Label.element) || isGrowingDictionary(subject);
}

/** Its keys may be held elsewhere as well, and its values may be small integers, which a snapshot does not draw. */
function isGrowingDictionary({ heap, holder }: Subject): boolean {
  if (holder === undefined || heap.names.className(holder) !== 'Object') return false;
  return entriesOf(heap, holder)?.some((entry) => birthOfEntry(heap, entry) > 0) ?? false;
}
