import type { RecordingManifest } from '../../format/recording.ts';
import type { RecordingWishes } from '../session/plan.ts';

/** The name of the probe's thread, by which it is left out where worker threads are recorded. */
export const probeThreadName = 'heaptrail-probe';

/** What the main thread says to the probe's thread. */
export type ToProbe =
  | { readonly kind: 'record'; readonly wishes: RecordingWishes; readonly folder: string }
  | { readonly kind: 'stop' };

export type FromProbe =
  | { readonly kind: 'listening' }
  | { readonly kind: 'started' }
  | { readonly kind: 'finished'; readonly manifest: RecordingManifest }
  | { readonly kind: 'failed'; readonly message: string; readonly next: string };
