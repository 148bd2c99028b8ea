import { counted } from '../../format/quantities.ts';
import type { AgedHeap } from '../heap/aged-heap.ts';
import type { NodeIndex } from '../parse/snapshot-columns.ts';
import type { Recognition } from './inspector.ts';
import type { Subject } from './subject.ts';

/** An entry may be a whole frame. */
const mostVisited = 20_000;

/** What an entry keeps of a page although no document shows it. */
interface DetachedParts {
  /** The outermost one. */
  readonly top: NodeIndex;
  /** Elements, of which scripts know some. */
  readonly elements: number;
  /** The document of a frame that was removed. */
  readonly isFrame: boolean;
}

/** Says of growth in a page which elements stay though they were removed, and that these are to be forgotten. */
export function withDetachedParts(subject: Subject, recognition: Recognition): Recognition {
  const { heap, entry } = subject;
  const kept = detachedIn(heap, entry);
  if (kept === undefined) return recognition;
  const name = heap.graph.rawName(kept.top);
  const evidence = kept.isFrame
    ? 'an entry keeps the window of a frame that was removed, with its document and all that its scripts made'
    : `an entry keeps ${detachedTree(name, kept.elements)}: removed from the document, or never shown by it`;
  return {
    ...recognition,
    ...(kept.top === entry && recognition.gains === 'entries' ? { gains: 'detached elements' } : {}),
    evidence: [...(recognition.evidence ?? []), evidence],
    remedy: [...recognition.remedy, kept.isFrame ? forgetFrame : forgetElement],
  };
}

const forgetElement =
  'the browser frees an element that was removed as soon as no script refers to it: forget it, and whatever closes over it, ' +
  'where it is removed';
const forgetFrame =
  'a frame that was removed stays as long as a script refers to its window, its document or a function of it: forget them ' +
  'where the frame is removed';

function detachedTree(name: string, elements: number): string {
  return elements > 1 ? `a detached tree of ${counted(elements, 'element')}, ${name}` : `a detached ${name}`;
}

function detachedIn(heap: AgedHeap, entry: NodeIndex): DetachedParts | undefined {
  if (heap.graph.columns.detached === undefined || heap.graph.columns.detached.length === 0) return undefined;
  const { first, children } = heap.children;
  const pending = [entry];
  let top: NodeIndex | undefined;
  let elements = 0;
  for (let at = 0; at < pending.length && at < mostVisited; at++) {
    const node = pending[at];
    if (heap.isDetached(node)) {
      if (heap.graph.rawName(node) === 'HTMLDocument') return { top: node, elements, isFrame: true };
      top ??= node;
    }
    if (heap.isElement(node)) elements++;
    for (let k = first[node]; k < first[node + 1]; k++) pending.push(children[k]);
  }
  return top === undefined ? undefined : { top, elements, isFrame: false };
}
