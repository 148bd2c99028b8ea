import type { PackageShare } from '../../format/heap-summary.ts';
import type { Bytes } from '../../format/units.ts';
import type { AgedHeap } from '../heap/aged-heap.ts';
import { type PackageShare as CodeShare, packagesOf } from '../inventory/packages.ts';

export const yourCode = 'your code';

/** The packages that the page shows, with all folders of the program's own code as one. */
export function packageSummary(heap: AgedHeap): readonly PackageShare[] {
  const sizes = new Map<string, Bytes>();
  let all = 0;
  for (const share of packagesOf(heap).packages) {
    const name = nameOf(share);
    sizes.set(name, (sizes.get(name) ?? 0) + share.bytes);
    all += share.bytes;
  }
  return [...sizes]
    .map(([name, bytes]) => ({ name, bytes, share: bytes / all }))
    .sort((a, b) => b.bytes - a.bytes);
}

function nameOf({ kind, name }: CodeShare): string {
  return kind === 'own' ? yourCode : name;
}
