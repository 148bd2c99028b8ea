import type { Capture } from '../../../format/recording.ts';
import type { Bytes, Millis } from '../../../format/units.ts';
import type { PartName } from '../../../format/verdict.ts';
import type { CaptureCost } from '../guards/capture-cost.ts';

/** What happens while recording, for a display. */
export type RecordingEvent =
  | { readonly kind: 'waiting'; readonly next: number | undefined; readonly wait: Millis }
  /** Memory alone is looked at until it grows. */
  | { readonly kind: 'watching'; readonly wait: Millis }
  /** Memory alone is looked at until these parts can be judged, before the first capture or after the last. */
  | {
      readonly kind: 'settling';
      readonly parts: readonly PartName[];
      readonly least: Millis;
      readonly most: Millis;
    }
  /** The workload begins its part before capture `next`, or has done it. */
  | { readonly kind: 'working'; readonly next: number }
  | { readonly kind: 'worked'; readonly next: number; readonly operations: number | undefined }
  /** A capture follows, and this is what it is expected to cost. */
  | { readonly kind: 'weighed'; readonly index: number; readonly cost: CaptureCost }
  | { readonly kind: 'refused'; readonly risks: readonly string[] }
  | { readonly kind: 'capturing'; readonly index: number; readonly written: Bytes }
  | { readonly kind: 'captured'; readonly capture: Capture }
  | { readonly kind: 'note'; readonly note: string }
  | { readonly kind: 'detaching' };
