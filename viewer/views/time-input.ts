import type { Bytes } from '../../format/units.ts';
import type { MemoryPanel } from '../model/memory-panels.ts';
import type { CaptureRange } from './capture-range.ts';

/** A panel as it is drawn. */
export interface TimeFigureInput extends Omit<MemoryPanel, 'name'> {
  /** Which captures are compared, if the reader can choose them here. */
  readonly range?: CaptureRange;
  /** The least top of the axis. */
  readonly atLeast?: Bytes;
}
