import type { Location, SymbolicBreakpoint } from '../jsc-protocol.ts';
import type { JscSession } from '../jsc-session.ts';

/** Where the program is to stop. */
export interface Trap {
  /** @returns false if nothing can stop there */
  set(): Promise<boolean>;
  /** Never rejects. */
  remove(): Promise<void>;
}

/** At any of some places in the source. They are met in code that is hot as well: JavaScriptCore takes it back for them. */
export function trapAt(session: JscSession, places: readonly Location[]): Trap {
  let points: readonly string[] = [];
  return {
    async set() {
      const set = places.map((location) =>
        session.send('Debugger.setBreakpoint', { location }).then(
          ({ breakpointId }) => [breakpointId],
          // A place at which nothing can stop is no place to visit.
          () => [],
        ),
      );
      points = (await Promise.all(set)).flat();
      return points.length > 0;
    },
    async remove() {
      const removed = points.map((breakpointId) =>
        session.send('Debugger.removeBreakpoint', { breakpointId }).catch(() => {}),
      );
      points = [];
      await Promise.all(removed);
    },
  };
}

/** What puts something into a container, a listener or a list of chunks. */
const insertions =
  '^(?:set|add|push|unshift|append|enqueue|on|once|addListener|prependListener|addEventListener|subscribe)$';

/**
 * At a function of the runtime that inserts something, after so many that are let pass. Code that is hot inserts without
 * calling it.
 */
export function trapInsertions(session: JscSession, skipped: number): Trap {
  const symbol: SymbolicBreakpoint = { symbol: insertions, isRegex: true, caseSensitive: true };
  return {
    async set() {
      const options = { ignoreCount: skipped };
      await session.send('Debugger.addSymbolicBreakpoint', { ...symbol, options });
      return true;
    },
    async remove() {
      await session.send('Debugger.removeSymbolicBreakpoint', symbol).catch(() => {});
    },
  };
}
