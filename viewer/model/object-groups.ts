import type { Bytes } from '../../format/units.ts';
import type { ObjectRow } from './object-rows.ts';

/** Objects that look the same: of one class, one place and with the same fields. */
export interface ObjectGroup {
  readonly name: string;
  readonly text: string;
  readonly preview: string;
  /** The largest first. */
  readonly objects: readonly ObjectRow[];
  /** Of the largest. */
  readonly retained: Bytes;
  /** Of all of them. */
  readonly self: Bytes;
}

export function groupObjects(
  objects: readonly ObjectRow[],
  previewOf: (object: ObjectRow) => string,
): ObjectGroup[] {
  const groups = new Map<string, ObjectRow[]>();
  for (const object of objects) {
    const key = [object.name, object.text, previewOf(object)].join('\n');
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [object]);
    else group.push(object);
  }
  return [...groups.values()].map((alike) => {
    const sorted = alike.toSorted((a, b) => b.retained - a.retained);
    const [largest] = sorted;
    return {
      name: largest.name,
      text: largest.text,
      preview: previewOf(largest),
      objects: sorted,
      retained: largest.retained,
      self: sorted.reduce((sum, { self }) => sum + self, 0),
    };
  });
}
