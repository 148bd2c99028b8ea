import type { Diagnosis } from '../diagnosis.ts';

/** What the process that examines says, one a line. */
export type FromAnalyst =
  | { readonly kind: 'progress'; readonly phase: string; readonly share: number }
  | { readonly kind: 'done'; readonly diagnosis: Diagnosis }
  | { readonly kind: 'failed'; readonly message: string };
