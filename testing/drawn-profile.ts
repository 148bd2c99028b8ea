import type { RecordedProfile } from '../analyzer/recording/open-recording.ts';
import type { CallFrame, CallNode } from '../format/heap-profile.ts';

/** One sample, with its stack as words, the outermost first: `main node:emit push`. */
export interface DrawnSample {
  readonly stack: string;
  readonly size: number;
  readonly ordinal: number;
}

interface DrawnNode extends CallNode {
  readonly children: DrawnNode[];
}

/** A `.heapprofile` as V8 writes it. A word is a function of `file:///app/main.mjs`; `push` and `node:…` are not. */
export function drawProfile(
  samples: readonly DrawnSample[],
  { at = 0, series = 1, capture }: { at?: number; series?: number; capture?: number } = {},
): RecordedProfile {
  let ids = 0;
  const nodeOf = (callFrame: CallFrame): DrawnNode => ({ id: ++ids, callFrame, children: [] });
  const head = nodeOf(frameOf('(root)'));
  const place = (stack: string): DrawnNode => {
    let node = head;
    for (const word of stack.split(' ')) {
      let child = node.children.find(
        ({ callFrame }) => callFrame.functionName === frameOf(word).functionName,
      );
      if (child === undefined) {
        child = nodeOf(frameOf(word));
        node.children.push(child);
      }
      node = child;
    }
    return node;
  };
  return {
    index: 1,
    file: 'allocations/001.heapprofile',
    interval: 4096,
    at,
    series,
    ...(capture === undefined ? {} : { capture }),
    profile: {
      head,
      samples: samples.map(({ stack, size, ordinal }) => ({ size, ordinal, nodeId: place(stack).id })),
    },
  };
}

/** Each function stands in a line of its own, told by its name. */
export function frameOf(word: string): CallFrame {
  const name = word.replace(/^node:/, '');
  if (word === 'push' || word === '(root)') return { ...engine, functionName: name };
  return {
    functionName: name,
    scriptId: '7',
    url: word.startsWith('node:') ? 'node:events' : 'file:///app/main.mjs',
    lineNumber: 10 * (name.charCodeAt(0) - 96),
    columnNumber: 4,
  };
}

const engine = { scriptId: '0', url: '', lineNumber: -1, columnNumber: -1 };
