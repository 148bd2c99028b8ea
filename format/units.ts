/** Units in types: plain numbers at run time, read as words in signatures. */

/** A size or an amount of memory in bytes. */
export type Bytes = number;
/** A span of time in milliseconds. */
export type Millis = number;
/** A moment: milliseconds since the Unix epoch. */
export type EpochMillis = number;
/** From 0 to 1; computed from evidence, never felt. */
export type Confidence = number;
/** A part of a whole, from 0 to 1. */
export type Share = number;
