import type { PathStep } from '../../format/report.ts';

/** Where in the source a path leads, as far as the snapshot tells. */
export interface SourcePlace {
  /** By the last parts of its path, or from its package on: `src/agent.mjs`, `debug/src/common.js`. */
  readonly file: string;
  /** From 1; a module as a whole has none. */
  readonly line?: number;
  readonly step: PathStep;
}

/** The place that is nearest to the growth; what piles up may come from anywhere, so the last step does not count. */
export function sourcePlaceOf(path: readonly PathStep[]): SourcePlace | undefined {
  for (const step of path.toReversed()) {
    if (step.kind === 'entry') continue;
    const place = placeOfStep(step);
    if (place !== undefined) return place;
  }
  return undefined;
}

/** Of a step that says where it was made, or that is a module. */
export function placeOfStep(step: PathStep): SourcePlace | undefined {
  if (step.location === undefined) return step.kind === 'module' ? { file: step.name, step } : undefined;
  const [, file, line] = /^(.+?):(\d+)(?::\d+)?$/.exec(step.location) ?? [];
  return file === undefined ? undefined : { file, line: Number(line), step };
}
