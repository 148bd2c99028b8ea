import { bytes, count, share } from '../../format/quantities.ts';
import type { Bytes } from '../../format/units.ts';
import { sum } from '../totals.ts';
import type { Listing } from './listing.ts';
import type { Inventory } from './open-inventory.ts';
import { type PackageKind, packagesOf } from './packages.ts';

export interface PackageListing {
  readonly name: string;
  readonly kind: PackageKind;
  readonly objects: number;
  /** What its code alone keeps alive. Each byte of the heap counts for one row. */
  readonly bytes: Bytes;
  /** The part of it that was born after the first capture, or after the one that was named. */
  readonly fresh: Bytes;
}

/** The heap by the code that keeps it alive: packages of node_modules, folders of the program, Node, the engine. */
export function listPackages(inventory: Inventory, since = 1): Listing<PackageListing> {
  const { packages } = packagesOf(inventory.heap);
  const all = packages.reduce((total, one) => total + one.bytes, 0);
  return {
    what: 'packages',
    rows: packages.map(
      (one): PackageListing => ({
        name: one.name,
        kind: one.kind,
        objects: one.objects,
        bytes: one.bytes,
        fresh: sum(one.born.subarray(since)),
      }),
    ),
    notes: packages.length === 0 ? ['snapshots of Bun do not tell where code is'] : notes,
    columns: [
      { key: 'objects', text: (row) => count(row.objects), value: (row) => row.objects },
      { key: 'retained', text: (row) => bytes(row.bytes), value: (row) => row.bytes },
      { key: 'share', text: (row) => share(row.bytes / all), value: (row) => row.bytes },
      { key: 'new', text: (row) => bytes(row.fresh), value: (row) => row.fresh },
      { key: 'kind', text: (row) => kinds[row.kind], value: (row) => kinds[row.kind] },
      { key: 'package', text: (row) => row.name, value: (row) => row.name },
    ],
  };
}

const notes = [
  'each byte counts once: for the package whose code alone keeps it alive, or as shared by several',
  'new is what was born after the first capture: --since names another one',
];

const kinds: Readonly<Record<PackageKind, string>> = {
  own: 'your code',
  package: 'package',
  node: 'Node',
  globals: 'global',
  shared: 'shared',
  engine: 'engine',
  unknown: 'unknown',
};
