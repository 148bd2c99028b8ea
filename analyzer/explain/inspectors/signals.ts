import { type Inspector, quoted } from '../inspector.ts';
import { functionInWords } from '../program-function.ts';

/**
 * Signals that Node keeps by itself: those of `AbortSignal.any` and `AbortSignal.timeout` live for as long as somebody
 * listens, though the program has dropped them.
 */
export const signals: Inspector = {
  name: 'signals',
  inspect(subject) {
    if (subject.entryClass !== 'AbortSignal' || !/^Safe(Set|Map)$/.test(subject.holderClass))
      return undefined;
    const listener = functionInWords(subject.wayToProgram);
    return {
      kind: 'listeners',
      what: listener === undefined ? `Node's set ${quoted(subject)}` : `abort listener ${listener}`,
      gains: 'AbortSignals',
      remedy: [
        'Node keeps such a signal while it has a listener: remove the listener when its work ends (`removeEventListener`), also when it ends well',
        'end long timeouts early: use an AbortController with a timer that you clear, not `AbortSignal.timeout`',
      ],
      evidence: [`Node keeps these signals itself, in ${quoted(subject)}`],
    };
  },
};
