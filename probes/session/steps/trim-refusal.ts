import type { TargetDescription } from '../../../format/recording.ts';
import type { Allocator } from '../../../format/resident-parts.ts';

/** Why freed memory cannot be given back, if that is known before it is tried: Node can call a function of glibc alone. */
export function trimRefusal(
  { runtime }: Pick<TargetDescription, 'runtime'>,
  allocator: Allocator = 'unknown',
): string | undefined {
  if (runtime === 'bun' || allocator === 'glibc' || allocator === 'unknown') return undefined;
  return `malloc_trim is a function of glibc, and ${allocator} serves this process`;
}
