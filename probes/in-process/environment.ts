import { parseDuration } from '../../format/duration.ts';
import type { RecordOptions } from './record.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** What a preloaded probe is asked for by the variables of its process. */
export interface PreloadWishes {
  /** HEAPTRAIL_RECORD=1: record from the start. */
  readonly atStart: boolean;
  /** HEAPTRAIL_SIGNAL: the signal that begins a recording, and ends it when it comes again. */
  readonly signal?: string;
  readonly options: RecordOptions;
}

/** @throws UserError if a duration or number cannot be read */
export function preloadWishes(environment: Environment): PreloadWishes {
  const { HEAPTRAIL_RECORD, HEAPTRAIL_SIGNAL, HEAPTRAIL_OUT, HEAPTRAIL_FOR, HEAPTRAIL_EVERY } = environment;
  const { HEAPTRAIL_CAPTURES, HEAPTRAIL_OPERATIONS, HEAPTRAIL_FORCE } = environment;
  const duration = (text: string | undefined) => (text === undefined ? undefined : parseDuration(text));
  return {
    atStart: isOn(HEAPTRAIL_RECORD),
    ...(HEAPTRAIL_SIGNAL === undefined ? {} : { signal: HEAPTRAIL_SIGNAL }),
    options: {
      out: HEAPTRAIL_OUT,
      duration: duration(HEAPTRAIL_FOR),
      every: duration(HEAPTRAIL_EVERY),
      captures: HEAPTRAIL_CAPTURES === undefined ? undefined : Number(HEAPTRAIL_CAPTURES),
      operations: HEAPTRAIL_OPERATIONS,
      forced: isOn(HEAPTRAIL_FORCE),
    },
  };
}

function isOn(value: string | undefined): boolean {
  return value !== undefined && value !== '' && value !== '0' && value !== 'false';
}
