import type { Suspect } from './suspect.ts';

/** A suspect that a configuration or a baseline names, with the reason that it gives. */
export interface SuppressedSuspect {
  /** What grows. It no longer counts in the verdict. */
  readonly suspect: Suspect;
  /**
   * `suppress`: intended growth. `libraryLeaks`: a known bug in a dependency. `baseline`: it was there before, at
   * this rate or a higher one.
   */
  readonly list: 'suppress' | 'libraryLeaks' | 'baseline';
  /** Why, in the words of the configuration or baseline. */
  readonly reason: string;
  /** What the entry names it by. */
  readonly by: 'fingerprint' | 'path' | 'package';
  /** The entry that names it. */
  readonly matches: string;
}

/** One suspect of this run, or of those that a project has accepted. */
export interface BaselineEntry {
  /** What names the same suspect in every run. */
  readonly fingerprint: string;
  /** Its holder, as an expression. */
  readonly holder: string;
  /** `new`: not accepted. `faster`: above the accepted rate. `accepted`: at it or below. `gone`: accepted, and no longer seen. */
  readonly state: 'new' | 'faster' | 'accepted' | 'gone';
}
