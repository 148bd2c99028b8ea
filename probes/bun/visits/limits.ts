import type { Millis } from '../../../format/units.ts';

/** How long stacks are sampled at once: JavaScriptCore tells of every turn of the event loop meanwhile. */
export const slice: Millis = 100;
/** From the beginning of a slice to that of the next one. */
export const sliceEvery: Millis = 500;

/** How long an insertion is waited for while functions are looked for. */
export const insertionPatience: Millis = 350;
/** Insertions that are let pass in between; a program with few has fewer of them. */
export const mostSkipped = 64;

/** Names of one script that are looked up in the scope of its module. */
export const mostNames = 50_000;
