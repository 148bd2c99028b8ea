import type { Inspector } from '../inspector.ts';
import { edgesOf, type Subject } from '../subject.ts';
import { callbackOf } from '../timer-callback.ts';

/** Timers that are started and never cleared: Node keeps them in lists by duration. */
export const timers: Inspector = {
  name: 'timers',
  inspect(subject) {
    if (!leadsThroughTimers(subject)) return undefined;
    return {
      kind: 'timers',
      what: subject.heap.graph.columns.engine === 'jsc' ? "Bun's running timers" : "Node's timer list",
      gains: 'timers',
      remedy: [
        'keep the handle and call `clearInterval` / `clearTimeout` when its session ends or it is replaced',
        'unref() lets the process exit but keeps the timer and all that its callback closes over',
      ],
      evidence: [evidenceOf(subject)],
    };
  },
};

function evidenceOf({ heap, entry, entryClass }: Subject): string {
  const callback = callbackOf(heap, entry);
  return callback === undefined
    ? `each timer keeps its callback and what that closes over (${entryClass})`
    : `one of them calls ${callback}, and keeps all that this closes over`;
}

function leadsThroughTimers(subject: Subject): boolean {
  // In Bun native code holds each running timer by itself.
  if (subject.holder === undefined && /^(Timeout|Immediate)$/.test(subject.entryClass)) return true;
  if (/^(Timeout|Immediate|TimersList|ImmediateList)$/.test(subject.holderClass)) return true;
  const named = [...subject.holderPath, ...subject.entryPath];
  const inList = edgesOf(subject).some((edge) => /^timerListMap|immediateQueue$/.test(edge));
  return inList && named.some((step) => /^(Timeout|TimersList|Immediate)$/.test(step.name));
}
