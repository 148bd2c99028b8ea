import type { Bytes } from '../../format/units.ts';
import type { AgedHeap } from '../heap/aged-heap.ts';
import { NodeType } from '../parse/snapshot-columns.ts';
import type { CodePackage } from '../paths/code-package.ts';
import { placedNodes } from './code-packages.ts';
import {
  engineOwner,
  firstPackage,
  globalsOwner,
  nodeOwner,
  packageOwners,
  sharedOwner,
} from './package-owners.ts';

/**
 * `package`, `own`, `node`: see CodePackage. `globals`: reached by globalThis alone. `shared`: reached by several
 * packages, and kept alive by none of them alone. `engine`: code, shapes and built-ins. `unknown`: no code leads to it.
 */
export type PackageKind = CodePackage['kind'] | 'globals' | 'shared' | 'engine' | 'unknown';

/** What the code of one package keeps alive: each byte of a heap belongs to one package. */
export interface PackageShare {
  readonly kind: PackageKind;
  readonly name: string;
  readonly objects: number;
  readonly bytes: Bytes;
  /** Bytes by birth. */
  readonly born: Float64Array;
}

export interface PackageShares {
  /** The largest first. */
  readonly packages: readonly PackageShare[];
  /** Place in `packages` by node; -1 for nodes that are not part of the program. */
  readonly packageOf: Int32Array;
}

/** The heap by the code that keeps it alive. Empty if the engine does not place code, as in JavaScriptCore. */
export function packagesOf(heap: AgedHeap): PackageShares {
  const { graph, birth, intervals } = heap;
  const packageOf = new Int32Array(graph.nodeCount).fill(-1);
  const placed = placedNodes(heap);
  if (placed.packages.length === 0) return { packages: [], packageOf };

  const owners = packageOwners(heap, placed);
  const sums = new Map<number, { objects: number; bytes: Bytes; born: Float64Array }>();
  for (let node = 0; node < graph.nodeCount; node++) {
    if (!heap.isReachable(node) || heap.isObserved(node)) continue;
    const owner = graph.type(node) === NodeType.synthetic ? engineOwner : owners[node];
    const sum = sums.get(owner) ?? { objects: 0, bytes: 0, born: new Float64Array(intervals) };
    sums.set(owner, sum);
    sum.objects++;
    sum.bytes += graph.selfSize(node);
    sum.born[birth[node]] += graph.selfSize(node);
    packageOf[node] = owner;
  }
  const sorted = [...sums].filter(([, { bytes }]) => bytes > 0).sort(([, a], [, b]) => b.bytes - a.bytes);
  const places = new Map(sorted.map(([owner], place) => [owner, place]));
  for (let node = 0; node < graph.nodeCount; node++) {
    if (packageOf[node] !== -1) packageOf[node] = places.get(packageOf[node]) ?? -1;
  }
  const packages = sorted.map(([owner, sum]) => ({ ...ownerWords(owner, placed.packages), ...sum }));
  return { packages, packageOf };
}

function ownerWords(
  owner: number,
  packages: readonly CodePackage[],
): { readonly kind: PackageKind; readonly name: string } {
  if (owner >= firstPackage) return packages[owner - firstPackage];
  if (owner === nodeOwner) return { kind: 'node', name: 'node:' };
  if (owner === engineOwner) return { kind: 'engine', name: 'engine internals' };
  if (owner === globalsOwner) return { kind: 'globals', name: 'global variables' };
  if (owner === sharedOwner) return { kind: 'shared', name: 'shared by several' };
  return { kind: 'unknown', name: 'no code known' };
}
