import type { Server } from 'node:http';

export interface SamplePage {
  /** Its folder, with the script `actions.mjs`. */
  readonly name: string;
  /** What leaks, in words. */
  readonly shape: string;
  readonly title: RegExp;
  /** Where the report sends the reader first. */
  readonly place: string;
  readonly evidence: RegExp;
}

export const pages: readonly SamplePage[];
export function servePages(): Server;
