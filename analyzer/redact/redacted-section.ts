import type { OutputFile } from './output-file.ts';
import type { SectionRange } from './read-for-redaction.ts';

/** A part of a snapshot that is written anew; the rest is copied. */
export interface RedactedSection extends SectionRange {
  /** @returns how many texts were replaced */
  readonly write: (output: OutputFile) => number;
}

/** In place of what nobody knows. */
export function writeNothing(output: OutputFile): number {
  output.text('null');
  return 1;
}
