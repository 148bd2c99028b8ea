import type { PathStep } from '../../format/suspect.ts';
import type { Bytes } from '../../format/units.ts';
import type { ExplainedFinding } from '../explain/witness.ts';
import type { AgedHeap } from '../heap/aged-heap.ts';
import type { CheapestPaths } from '../paths/cheapest-path.ts';
import { placedPath } from '../paths/retaining-path.ts';

/**
 * What each step of a suspect's path retains, by fingerprint, as far as its holder: of what piles up below, the suspect
 * itself tells.
 */
export function pathSizes(
  heap: AgedHeap,
  paths: () => CheapestPaths,
  retained: Float64Array,
  found: readonly ExplainedFinding[],
): Record<string, readonly Bytes[]> {
  const sizes: Record<string, readonly Bytes[]> = {};
  for (const { finding, suspect } of found) {
    const holder = finding.shape === 'slot' ? finding.slot.owner : finding.holding.holders.at(0)?.node;
    if (holder === undefined) continue;
    const steps = placedPath(heap, paths(), holder);
    // The path of a suspect may be told another way: then these are not its steps.
    if (!steps.every(({ step }, i) => isSame(step, suspect.path[i]))) continue;
    sizes[suspect.fingerprint] = steps.map(({ node }) => retained[node]);
  }
  return sizes;
}

function isSame(step: PathStep, other: PathStep | undefined): boolean {
  return other !== undefined && step.edge === other.edge && step.name === other.name;
}
