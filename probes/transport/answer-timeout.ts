import type { Millis } from '../../format/units.ts';

/**
 * An inspector interrupts code that runs within milliseconds. A target that has not answered after this is blocked by a
 * system call or by the machine, and may stay so: the caller that waits gets an error.
 */
export const answerTimeout: Millis = 10_000;
