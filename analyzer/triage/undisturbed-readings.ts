import type { MemorySample } from '../../format/memory-sample.ts';
import type { ResidentParts } from '../../format/resident-parts.ts';
import type { Bytes } from '../../format/units.ts';
import { disturbs } from './series.ts';

/** A sample at which the parts of resident memory were read. */
export type Reading = MemorySample & { readonly parts: ResidentParts };

/** The readings that nothing disturbed: captures leave tens of MiB of freed memory that are not the program's doing. */
export function undisturbedReadings(samples: readonly MemorySample[]): readonly Reading[] {
  const first = samples.findIndex(disturbs);
  // A sample that says what follows was taken before that.
  const before = first < 0 ? samples : samples.slice(0, first + 1);
  let allocated: Bytes | undefined;
  return before.flatMap((sample) => {
    allocated = sample.allocated ?? allocated;
    if (sample.parts === undefined) return [];
    return [{ ...sample, parts: sample.parts, ...(allocated === undefined ? {} : { allocated }) }];
  });
}
