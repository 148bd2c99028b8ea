import type { ClassesTable, PageComparison, PageSide, SuspectChange } from '../../format/page.ts';
import { count } from '../../format/quantities.ts';
import type { Suspect } from '../../format/suspect.ts';
import type { Bytes } from '../../format/units.ts';
import { classRows } from './class-rows.ts';
import { type MemoryPanel, memoryPanels } from './memory-panels.ts';

/** `Worse: 1 new suspect, 2 faster`, as in the text report. */
export function diffSentence({ worse, changes }: PageComparison): string {
  if (changes.length === 0) return 'Not worse: no suspects before or after';
  const states = ['new', 'faster', 'slower', 'gone', 'same'] as const;
  const parts = states.flatMap((state) => {
    const number = changes.filter((change) => change.state === state).length;
    return number === 0 ? [] : [`${count(number)} ${state === 'same' ? 'the same' : state}`];
  });
  return `${worse ? 'Worse' : 'Not worse'}: suspects: ${parts.join(', ')}`;
}

/** A change with its suspect: of the earlier recording if it is gone. */
export interface ChangedSuspect extends SuspectChange {
  readonly suspect: Suspect;
}

export function changedSuspects(comparison: PageComparison, after: PageSide): ChangedSuspect[] {
  return comparison.changes.flatMap((change) => {
    const side = change.state === 'gone' ? comparison.before : after;
    const suspect = side.report.suspects.find(({ fingerprint }) => fingerprint === change.fingerprint);
    return suspect === undefined ? [] : [{ ...change, suspect }];
  });
}

/** The same chart of both recordings, on one scale. */
export interface PanelPair {
  readonly before: MemoryPanel | undefined;
  readonly after: MemoryPanel | undefined;
  readonly most: Bytes;
}

export function panelPairs(before: PageSide, after: PageSide): PanelPair[] {
  const [earlier, later] = [memoryPanels(before), memoryPanels(after)];
  const names = new Set([...earlier, ...later].map(({ name }) => name));
  return [...names].map((name) => {
    const pair = [earlier, later].map((panels) => panels.find((panel) => panel.name === name));
    const values = pair.flatMap((panel) => (panel === undefined ? [] : heightsOf(panel)));
    return { before: pair[0], after: pair[1], most: Math.max(0, ...values) };
  });
}

/** Parts of a whole are as high as all of them together. */
function heightsOf({ lines, stacked }: MemoryPanel): readonly Bytes[] {
  const values = lines.map(({ moments }) => moments.map(({ value }) => value));
  if (!stacked) return values.flat();
  return (values[0] ?? []).map((_, i) => values.reduce((sum, part) => sum + part[i], 0));
}

/** One class in the last captures of both recordings. */
export interface ClassDifference {
  readonly name: string;
  readonly objectsBefore: number;
  readonly objectsAfter: number;
  readonly bytesBefore: Bytes;
  readonly bytesAfter: Bytes;
  /** Its row in the later recording. */
  readonly row: number | undefined;
}

/** Classes that differ. Names without a counterpart are new or gone; what a rest row hides is left out. */
export function classDifferences(before: ClassesTable, after: ClassesTable): ClassDifference[] {
  const found = new Map<string, ClassDifference>();
  const none = { objectsBefore: 0, objectsAfter: 0, bytesBefore: 0, bytesAfter: 0, row: undefined };
  for (const { name, kind, classes, objects, bytes } of classRows(before))
    if (classes <= 1)
      found.set(`${kind} ${name}`, { ...none, name, objectsBefore: objects, bytesBefore: bytes });
  for (const { name, kind, classes, objects, bytes, row } of classRows(after)) {
    if (classes > 1) continue;
    const key = `${kind} ${name}`;
    const known = found.get(key) ?? { ...none, name };
    found.set(key, { ...known, objectsAfter: objects, bytesAfter: bytes, row });
  }
  return [...found.values()].filter(
    ({ objectsBefore, objectsAfter, bytesBefore, bytesAfter }) =>
      objectsBefore !== objectsAfter || bytesBefore !== bytesAfter,
  );
}
