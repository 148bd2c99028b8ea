import { count } from '../../../format/quantities.ts';
import type { EngineGaps, Gaps } from '../engine.ts';

/** Without the contents of Maps and Sets, what they hold looks as if native code held it. */
export function unseenHolder({ gaps }: Gaps): string {
  return gaps?.collections === undefined ? 'something unseen (a Map, a Set or native code)' : 'native code';
}

export function gapsOf({ gaps }: Gaps): EngineGaps {
  const { collections, stringContents = false } = gaps ?? {};
  const names = stringContents
    ? 'names of modules'
    : 'names of modules, names of most functions and what strings say';
  return {
    notSeen: [
      ...(collections === undefined ? ['what Maps and Sets hold: snapshots of Bun leave it out'] : []),
      `${names}, and which code allocates: snapshots of Bun do not tell`,
      'what a WeakMap holds: snapshots of Bun show its values, and not that it holds them',
    ],
    limits: collections === undefined ? [] : restored(collections),
  };
}

function restored({ restored, missing }: { restored: number; missing: number }): string[] {
  const done = `Maps and Sets: the contents of ${count(restored)} were asked of the program and put into the capture`;
  return [missing === 0 ? done : `${done}, those of ${count(missing)} more could not be had`];
}
