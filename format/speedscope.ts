import type { Bytes } from './units.ts';

/** A function of a profile, as speedscope shows it. */
export interface SpeedscopeFrame {
  readonly name: string;
  readonly file?: string;
  readonly line?: number;
  readonly col?: number;
}

/** One stack with its bytes or count. */
export interface SpeedscopeStack {
  /** Places in the list of frames, the outermost first. */
  readonly frames: readonly number[];
  readonly bytes: Bytes;
  /** Of these, allocated since the first profile. */
  readonly fresh: Bytes;
}

/**
 * Sampled allocations as a file of speedscope (https://www.speedscope.app, its file-format-schema.json): one profile of
 * what is alive, and one of what of it came since the first profile.
 */
export function speedscopeFile(
  name: string,
  frames: readonly SpeedscopeFrame[],
  stacks: readonly SpeedscopeStack[],
): object {
  const profile = (title: string, weightOf: (stack: SpeedscopeStack) => Bytes) => {
    const shown = stacks.filter((stack) => weightOf(stack) > 0);
    const weights = shown.map((stack) => Math.round(weightOf(stack)));
    return {
      type: 'sampled',
      name: title,
      unit: 'bytes',
      startValue: 0,
      endValue: weights.reduce((sum, weight) => sum + weight, 0),
      samples: shown.map((stack) => stack.frames),
      weights,
    };
  };
  return {
    $schema: 'https://www.speedscope.app/file-format-schema.json',
    name,
    exporter: 'heaptrail',
    activeProfileIndex: 0,
    shared: { frames },
    profiles: [
      profile('live bytes', ({ bytes }) => bytes),
      profile('live bytes allocated since the first profile', ({ fresh }) => fresh),
    ],
  };
}
