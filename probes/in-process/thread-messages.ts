import type { RecordingManifest } from '../../format/recording.ts';
import type { Evaluated } from '../bun/jsc-protocol.ts';
import type { RecordingWishes } from '../session/plan/plan.ts';

/** What the main thread says to the probe's thread. */
export type ToProbe =
  | { readonly kind: 'record'; readonly wishes: RecordingWishes; readonly folder: string }
  | { readonly kind: 'stop' }
  | { readonly kind: 'evaluated'; readonly key: number; readonly reply: Evaluated };

export type FromProbe =
  | { readonly kind: 'listening' }
  | { readonly kind: 'started' }
  | { readonly kind: 'finished'; readonly manifest: RecordingManifest }
  | { readonly kind: 'failed'; readonly message: string; readonly next: string }
  /** On Bun, where another thread cannot look into the main thread's heap by itself. */
  | { readonly kind: 'evaluate'; readonly key: number; readonly expression: string };
