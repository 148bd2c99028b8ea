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

/**
 * A `.heapprofile` as V8 writes it. A word is a function of `file:///app/main.mjs`; `push` is the engine's, `node:…` is
 * Node's, and `express:…` is one of a dependency.
 */
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
  const [where, name] = word.includes(':') ? word.split(':') : ['', word];
  if (word === 'push' || word === '(root)') return { ...engine, functionName: name };
  return {
    functionName: name,
    scriptId: '7',
    url: urlOf(where),
    lineNumber: 10 * (name.charCodeAt(0) - 96),
    columnNumber: 4,
  };
}

function urlOf(where: string): string {
  if (where === '') return 'file:///app/main.mjs';
  return where === 'node' ? 'node:events' : `file:///app/node_modules/${where}/index.js`;
}

const engine = { scriptId: '0', url: '', lineNumber: -1, columnNumber: -1 };
