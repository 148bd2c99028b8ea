import { count } from '../../format/quantities.ts';
import type { SnapshotColumns } from '../parse/snapshot-columns.ts';

/** What snapshots of an engine do not show, in words for the reader. */
export interface EngineGaps {
  readonly notSeen: readonly string[];
  /** What there is, but not as the engine wrote it. */
  readonly limits: readonly string[];
}

/** V8 shows all that is judged here. */
export function gapsOf({ engine, gaps }: Pick<SnapshotColumns, 'engine' | 'gaps'>): EngineGaps {
  if (engine === 'v8') return { notSeen: [], limits: [] };
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
