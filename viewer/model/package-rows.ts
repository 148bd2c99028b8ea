import { type PackageRowKind, type PackagesTable, packageKinds } from '../../format/page.ts';
import { count } from '../../format/quantities.ts';
import type { Bytes } from '../../format/units.ts';

/** A package, or a class within one. */
export interface PackageRow {
  readonly key: string;
  readonly parent: PackageRow | undefined;
  readonly kind: PackageRowKind;
  readonly name: string;
  readonly suspect: string;
  readonly objects: number;
  /** Classes that a row of the rest stands for. */
  readonly classes: number;
  /** Own bytes with all below, each byte once. */
  readonly retained: Bytes;
  readonly born: Float64Array;
  readonly children: readonly PackageRow[];
  readonly kept: boolean;
}

interface Growing extends PackageRow {
  readonly children: Growing[];
}

export function packageRows({ strings, columns }: PackagesTable): PackageRow[] {
  const { parent, kind, name, suspect, objects, bytes, classes, born } = columns;
  const births = born.length / parent.length;
  const rows: Growing[] = [];
  for (let row = 0; row < parent.length; row++) {
    const above = rows[parent[row]];
    const made: Growing = {
      key: String(row),
      parent: above,
      kind: packageKinds[kind[row]],
      name: strings[name[row]],
      suspect: strings[suspect[row]],
      objects: objects[row],
      classes: classes[row],
      retained: bytes[row],
      born: (born as Float64Array).subarray(row * births, (row + 1) * births),
      children: [],
      kept: suspect[row] !== 0,
    };
    above?.children.push(made);
    rows.push(made);
  }
  return rows;
}

/** The program's own folders alone, as a picture of their own. */
export function ownCodeAlone(all: PackageRow): PackageRow {
  const own = all.children.filter(({ kind }) => kind === 'own');
  const sum = (read: (row: PackageRow) => number) => own.reduce((total, row) => total + read(row), 0);
  return copyOf({
    ...all,
    name: 'my code',
    children: own,
    retained: sum(({ retained }) => retained),
    objects: sum(({ objects }) => objects),
    born: all.born.map((_, birth) => sum(({ born }) => born[birth])),
  });
}

/** A tree whose rows know their new parents. */
function copyOf(row: PackageRow, parent = row.parent): PackageRow {
  const children: PackageRow[] = [];
  const copy = { ...row, parent, children };
  children.push(...row.children.map((child) => copyOf(child, copy)));
  return copy;
}

const kindWords: Readonly<Partial<Record<PackageRowKind, string>>> = {
  own: 'my code',
  package: 'package',
  node: "Node's modules",
  class: 'class',
};

export function kindOf({ kind }: PackageRow): string {
  return kindWords[kind] ?? '';
}

/** `express`, `src/orders/`, `Session`, `12 smaller classes`. */
export function packageTitle({ kind, name, classes }: PackageRow): string {
  if (kind === 'all') return name === '' ? 'all of the heap' : name;
  return kind === 'rest' ? `${count(classes)} smaller ${classes === 1 ? 'class' : 'classes'}` : name;
}
