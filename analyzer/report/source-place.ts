import { isRuntimeFile, placeFrom } from '../../format/place.ts';
import type { PathStep, Suspect } from '../../format/report.ts';

/** Where in the source a path leads, as far as the snapshot tells. */
export interface SourcePlace {
  /** As ModuleNames writes it: `src/agent.mjs`, `node_modules/debug/src/common.js`. */
  readonly file: string;
  /** From 1; a module as a whole has none. */
  readonly line?: number;
  readonly step: PathStep;
}

/**
 * The place that is nearest to the growth and in code that a reader can change. What piles up may come from anywhere, so
 * the last step does not count, but a listener that is added again and again is the function to look at. Node's own
 * places, as that of a class, are taken only if there is no other.
 */
export function sourcePlaceOf({ kind, path }: Pick<Suspect, 'kind' | 'path'>): SourcePlace | undefined {
  const listener = kind === 'listeners' ? path.findLast(isListener) : undefined;
  const places = [listener, ...path.toReversed().filter((step) => step.kind !== 'entry')]
    .map((step) => (step === undefined ? undefined : placeOfStep(step)))
    .filter((place) => place !== undefined);
  return places.find(({ file }) => !isRuntimeFile(file)) ?? places[0];
}

/** A growing entry that is a function, and says where it is written. */
export function isListener({ kind, name, location }: PathStep): boolean {
  return kind === 'entry' && name.startsWith('function ') && location !== undefined;
}

/** Of a step that says where it was made, or that is a module. */
export function placeOfStep(step: PathStep): SourcePlace | undefined {
  if (step.location === undefined) return step.kind === 'module' ? { file: step.name, step } : undefined;
  const { file, line } = placeFrom(step.location);
  return line === undefined ? undefined : { file, line, step };
}
