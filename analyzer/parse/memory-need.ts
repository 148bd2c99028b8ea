import { totalmem } from 'node:os';
import { bytes } from '../../format/quantities.ts';
import type { Bytes } from '../../format/units.ts';
import { UserError } from '../../format/user-error.ts';

/** What a process needs that has read nothing yet. */
const base: Bytes = 90 << 20;
/**
 * Measured over recordings of 4 captures: the last and one earlier capture are held at a time, each with its columns,
 * dominators, retainers and what growth is found with.
 */
const perNode: Bytes = 140;
const perEdge: Bytes = 48;

export interface Counts {
  readonly nodeCount: number;
  readonly edgeCount: number;
}

/** About how much memory it takes to read and analyze a snapshot, known from its header. */
export function memoryNeed({ nodeCount, edgeCount }: Counts): Bytes {
  return base + nodeCount * perNode + edgeCount * perEdge;
}

/**
 * Refuses a snapshot before anything is allocated for it.
 * @param limit default: what the machine, or the container this runs in, has at all
 * @throws UserError with the figure it would need
 */
export function checkMemory(file: string, counts: Counts, limit: Bytes = memoryOfMachine()): void {
  const need = memoryNeed(counts);
  if (need <= limit) return;
  throw new UserError(
    'too-little-memory',
    `${file} needs about ${bytes(need)} of memory, but only ${bytes(limit)} is available`,
    'allow more with --max-memory, or analyze it on a machine with more memory',
  );
}

function memoryOfMachine(): Bytes {
  const constrained = process.constrainedMemory() ?? 0;
  // Without a limit some kernels give a number beyond all memory.
  return constrained > 0 ? Math.min(constrained, totalmem()) : totalmem();
}
