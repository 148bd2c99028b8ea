import type { ErrorCode } from '../../format/error-codes.ts';
import type { RecordingManifest } from '../../format/recording.ts';
import type { Rung } from '../../format/rungs.ts';
import type { Evaluated } from '../bun/jsc-protocol.ts';
import type { RecordingWishes } from '../session/plan/plan.ts';
import type { RecordingEvent } from '../session/series/recording-event.ts';

/** What the probe's thread is asked to record. */
export interface RecordMessage {
  readonly kind: 'record';
  readonly wishes: RecordingWishes;
  readonly folder: string;
  /** The heaviest rung that may be taken, if a lighter one may take its place; else what is wished or nothing. */
  readonly most?: Rung;
}

/** What the main thread says to the probe's thread. */
export type ToProbe =
  | RecordMessage
  | { readonly kind: 'stop' }
  | { readonly kind: 'evaluated'; readonly key: number; readonly reply: Evaluated };

export type FromProbe =
  | { readonly kind: 'listening' }
  | { readonly kind: 'started' }
  | { readonly kind: 'happened'; readonly event: RecordingEvent }
  | { readonly kind: 'finished'; readonly manifest: RecordingManifest }
  | { readonly kind: 'failed'; readonly message: string; readonly next: string; readonly code?: ErrorCode }
  /** On Bun, where another thread cannot look into the main thread's heap by itself. */
  | { readonly kind: 'evaluate'; readonly key: number; readonly expression: string };
