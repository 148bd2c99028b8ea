import { EdgeType, NodeType } from '../../parse/snapshot-columns.ts';
import { expressionOf } from '../../paths/expression.ts';
import { functionInWords } from '../../paths/program-function.ts';
import { unplacedFunction } from '../../paths/unplaced-function.ts';
import { type Inspector, quoted, type Recognition } from '../inspector.ts';
import type { Subject } from '../subject.ts';

/**
 * Signals that Node keeps by itself: those of `AbortSignal.any` and `AbortSignal.timeout` live for as long as they have
 * a listener, though the program has dropped them.
 */
export const signals: Inspector = {
  name: 'signals',
  inspect(subject) {
    if (namesDependants(subject)) return followers(subject);
    if (subject.entryClass !== 'AbortSignal') return undefined;
    if (subject.holder === undefined && subject.heap.engine.keepsSignalsInNativeCode)
      return heldByNativeCode(subject);
    if (!/^Safe(Set|Map)$/.test(subject.holderClass)) return undefined;
    const listener = functionInWords(subject.wayToProgram);
    return {
      kind: 'listeners',
      what: listener === undefined ? `Node's set ${quoted(subject)}` : `abort listener ${listener}`,
      gains: 'AbortSignals',
      remedy: remedyIn('Node'),
      evidence: [`Node keeps these signals itself, in ${quoted(subject)}`],
    };
  },
};

/** A signal refers weakly to those that `AbortSignal.any` made of it: its table of them grows even if they are freed. */
function namesDependants({ holderPath }: Subject): boolean {
  return holderPath.at(-1)?.edge.includes('kDependantSignals') ?? false;
}

function followers(subject: Subject): Recognition {
  const source = expressionOf(subject.holderPath.slice(0, -1));
  return {
    kind: 'set',
    what: source === '' ? 'an AbortSignal' : `AbortSignal \`${source}\``,
    gains: 'signals that follow it',
    remedy: [
      'each `AbortSignal.any([…])` with this signal adds one: call it once for each session, not for each operation',
      'or listen to the long-lived signal directly, and remove the listener when the work ends (`removeEventListener`)',
    ],
  };
}

/** Native code of Bun holds a signal with a timeout while it has a listener. The listener says whose it is. */
function heldByNativeCode(subject: Subject): Recognition {
  const listener = listenerOf(subject);
  const { module, closesOver } = listener === undefined ? {} : unplacedFunction(subject.heap, listener);
  const where = module === undefined ? '' : `one of them calls a function in ${module}`;
  const keeps =
    closesOver === undefined ? '' : `${where === '' ? 'one of them' : ', and'} keeps ${closesOver}`;
  return {
    kind: 'listeners',
    what: module === undefined ? 'native code' : `native code, for ${module},`,
    gains: 'AbortSignals',
    remedy: remedyIn(subject.heap.engine.runtime),
    ...(where + keeps === '' ? {} : { evidence: [where + keeps] }),
  };
}

function listenerOf({ heap: { graph }, entry }: Subject): number | undefined {
  for (let e = graph.firstEdge(entry); e < graph.endEdge(entry); e++) {
    const to = graph.edgeTarget(e);
    if (graph.edgeType(e) === EdgeType.internal && graph.type(to) === NodeType.closure) return to;
  }
  return undefined;
}

function remedyIn(runtime: 'Node' | 'Bun'): readonly string[] {
  return [
    `${runtime} keeps such a signal while it has a listener: remove the listener when its work ends (\`removeEventListener\`), including on success`,
    'end long timeouts early: use an AbortController with a timer that you clear, not `AbortSignal.timeout`',
  ];
}
