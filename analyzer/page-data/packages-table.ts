import { type PackageRowKind, type PackagesTable, packageKinds } from '../../format/page.ts';
import type { Bytes } from '../../format/units.ts';
import type { ClassCensus } from '../inventory/class-census.ts';
import type { NodeWords } from '../inventory/node-words.ts';
import type { PackageShares } from '../inventory/packages.ts';
import type { NodeIndex } from '../parse/snapshot-columns.ts';
import { Texts } from './texts.ts';

/** Packages that are smaller than the largest of these have no rows. */
const mostPackages = 1_000;
/** Classes of a package with rows of their own; the others are one row. */
const mostClasses = 16;

export interface PackagesInput {
  readonly words: NodeWords;
  readonly census: ClassCensus;
  readonly shares: PackageShares;
  /** Fingerprints by holder. */
  readonly holders: ReadonlyMap<NodeIndex, string>;
}

interface Row {
  readonly parent: number;
  readonly kind: PackageRowKind;
  readonly name: string;
  readonly suspect: string;
  readonly objects: number;
  readonly bytes: Bytes;
  readonly classes: number;
  readonly born: Float64Array;
}

/** The heap by package, and each package by class. */
export function packagesTable(input: PackagesInput): PackagesTable {
  const { shares, words } = input;
  const inPackages = classesIn(input);
  const suspects = suspectsIn(input);
  const packages = shares.packages.slice(0, mostPackages);
  const rows: Row[] = [allOf(packages, words.heap.intervals)];
  packages.forEach((share, place) => {
    const suspect = suspects.get(place)?.values().next().value ?? '';
    rows.push({ ...share, parent: 0, suspect, classes: 0 });
    const parent = rows.length - 1;
    const classes = inPackages[place].toSorted((a, b) => b.bytes - a.bytes);
    for (const one of classes.slice(0, mostClasses)) {
      const ofClass = suspects.get(place)?.get(one.place) ?? '';
      rows.push({ ...one, parent, kind: 'class', suspect: ofClass, classes: 0 });
    }
    const rest = classes.slice(mostClasses);
    if (rest.length > 0)
      rows.push({ ...allOf(rest, words.heap.intervals), parent, kind: 'rest', classes: rest.length });
  });
  return columnsOf(rows);
}

function allOf(parts: readonly Pick<Row, 'objects' | 'bytes' | 'born'>[], intervals: number): Row {
  const born = new Float64Array(intervals);
  let objects = 0;
  let bytes = 0;
  for (const part of parts) {
    objects += part.objects;
    bytes += part.bytes;
    part.born.forEach((size, birth) => {
      born[birth] += size;
    });
  }
  return { parent: -1, kind: 'all', name: '', suspect: '', objects, bytes, classes: 0, born };
}

interface ClassInPackage {
  /** Of the class in the census. */
  readonly place: number;
  readonly name: string;
  objects: number;
  bytes: Bytes;
  readonly born: Float64Array;
}

function classesIn({ words, census, shares }: PackagesInput): ClassInPackage[][] {
  const { graph, birth, intervals } = words.heap;
  const found = shares.packages.map(() => new Map<number, ClassInPackage>());
  for (let node = 0; node < graph.nodeCount; node++) {
    const classes = found[shares.packageOf[node]];
    if (classes === undefined) continue;
    const place = census.classOf[node];
    let one = classes.get(place);
    if (one === undefined) {
      const { name } = census.classes[place];
      one = { place, name, objects: 0, bytes: 0, born: new Float64Array(intervals) };
      classes.set(place, one);
    }
    one.objects++;
    one.bytes += graph.selfSize(node);
    one.born[birth[node]] += graph.selfSize(node);
  }
  return found.map((classes) => [...classes.values()].filter(({ bytes }) => bytes > 0));
}

/** Fingerprints by package and class of their holders. */
function suspectsIn({ census, shares, holders }: PackagesInput): Map<number, Map<number, string>> {
  const found = new Map<number, Map<number, string>>();
  for (const [node, fingerprint] of holders) {
    const classes = found.get(shares.packageOf[node]) ?? new Map<number, string>();
    found.set(shares.packageOf[node], classes);
    if (!classes.has(census.classOf[node])) classes.set(census.classOf[node], fingerprint);
  }
  return found;
}

function columnsOf(rows: readonly Row[]): PackagesTable {
  const texts = new Texts();
  return {
    columns: {
      parent: Int32Array.from(rows, ({ parent }) => parent),
      kind: Uint8Array.from(rows, ({ kind }) => packageKinds.indexOf(kind)),
      name: Uint32Array.from(rows, ({ name }) => texts.placeOf(name)),
      suspect: Uint32Array.from(rows, ({ suspect }) => texts.placeOf(suspect)),
      objects: Float64Array.from(rows, ({ objects }) => objects),
      bytes: Float64Array.from(rows, ({ bytes }) => bytes),
      classes: Uint32Array.from(rows, ({ classes }) => classes),
      born: Float64Array.from(rows.flatMap(({ born }) => [...born])),
    },
    strings: texts.all(),
  };
}
