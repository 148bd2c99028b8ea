import type { Millis } from '../../format/units.ts';

/** Bun answers only between two turns of its event loop, and these commands come while it is busy with a large heap. */
export const turnTimeout: Millis = 20_000;
