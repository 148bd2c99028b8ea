import type { CauseFinder } from './cause.ts';

/** A timer that runs holds its callback, and that its scope: in jest and jsdom the whole environment. */
export const timers: CauseFinder = {
  cause: {
    name: 'timer',
    words:
      'a timer that still runs holds its callback, and through the scope of the callback everything it can reach',
    remedy: 'clear the timer in afterEach, or use fake timers and restore them',
  },
  fits: ({ path }) =>
    path.some(({ name, edge }) => /^(Timeout|Interval|Immediate)$/.test(name) || /timerList/.test(edge)),
};
