/** Units in types: plain numbers at run time, read as words in signatures. */

/** A size or an amount of memory in bytes. */
export type Bytes = number;
/** A span of time in milliseconds. */
export type Millis = number;
/** A moment: milliseconds since the Unix epoch. */
export type EpochMillis = number;
