import { count } from '../../../format/quantities.ts';
import type { EngineGaps, Gaps } from '../engine.ts';

/** Without the contents of Maps and Sets, what they hold looks as if native code held it. */
export function unseenHolder({ gaps }: Gaps): string {
  return gaps?.collections === undefined ? 'something unseen (a Map, a Set or native code)' : 'native code';
}

export function gapsOf({ gaps }: Gaps): EngineGaps {
  const { collections, stringContents = false } = gaps ?? {};
  const names = stringContents ? 'module names' : 'module names, most function names and the text of strings';
  return {
    notSeen: [
      ...(collections === undefined
        ? ['the contents of Maps and Sets: snapshots of Bun leave them out']
        : []),
      `${names}, and allocation sites: snapshots of Bun do not contain them`,
      'the contents of a WeakMap: snapshots of Bun show the values, but not that the WeakMap holds them',
    ],
    limits: collections === undefined ? [] : restored(collections),
  };
}

function restored({ restored, missing }: { restored: number; missing: number }): string[] {
  const done = `Maps and Sets: the contents of ${count(restored)} were read from the program and added to the capture`;
  return [missing === 0 ? done : `${done}, ${count(missing)} more could not be read`];
}
