import { callbackOf } from '../../paths/timer-callback.ts';
import type { Inspector } from '../inspector.ts';
import { remedies } from '../remedies.ts';
import type { Subject } from '../subject.ts';

/** Timers that are started and never cleared: Node keeps them in lists by duration. */
export const timers: Inspector = {
  name: 'timers',
  inspect(subject) {
    if (!gainsTimers(subject)) return undefined;
    const isOfPage = isTimerOfPage(subject);
    return {
      kind: 'timers',
      what: isOfPage ? "the page's timer list" : `${subject.heap.engine.runtime}'s timer list`,
      gains: 'timers',
      // Those of a page have no unref.
      remedy: isOfPage ? remedies.timers.slice(0, 1) : remedies.timers,
      evidence: [evidenceOf(subject)],
    };
  },
};

function evidenceOf({ heap, entry, entryClass }: Subject): string {
  const callback = callbackOf(heap, entry);
  if (callback === undefined)
    return `each timer keeps its callback and everything the callback closes over (${entryClass})`;
  const { words, closesOver } = callback;
  return `one of them calls ${words}, and keeps everything it closes over${closesOver === undefined ? '' : `: ${closesOver}`}`;
}

/** By which the window of a page keeps each of its timers. */
const timerOfPage = 'DOMTimer';

function isTimerOfPage({ entryClass, entryPath }: Subject): boolean {
  return entryClass === timerOfPage || entryPath.some(({ name }) => name === timerOfPage);
}

const timer = /^(Timeout|Immediate|DOMTimer)$/;
const listOfTimers = /^(TimersList|ImmediateList)$/;

/**
 * What piles up must be timers, or what only they hold. That the way to an array leads through the callback of some
 * timer says nothing of the array, and a timer that gains properties is one timer.
 */
function gainsTimers({ holderClass, entryClass, entryPath }: Subject): boolean {
  if (timer.test(entryClass) || listOfTimers.test(entryClass) || listOfTimers.test(holderClass)) return true;
  return entryPath.some(({ name }) => timer.test(name) || listOfTimers.test(name));
}
