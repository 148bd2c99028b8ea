import { isRuntimeFile, placeFrom } from '../../format/place.ts';
import type { PathStep, Suspect } from '../../format/suspect.ts';

/** Where in the source a path leads, as far as the snapshot and the source tell. */
export interface SourcePlace {
  /** As ModuleNames writes it: `src/agent.mjs`, `node_modules/debug/src/common.js`. */
  readonly file: string;
  /** From 1; a module as a whole has none. */
  readonly line?: number;
  /** What stands there, if that is not plain: `function onMessage`, `variable sessions`. */
  readonly what?: string;
}

/**
 * The place that is nearest to the growth and in code that a reader can change. What piles up may come from anywhere, so
 * the last step does not count, but a listener that is added again and again is the function to look at. A path that
 * stays inside the runtime has no such place: then it is the function that allocates what piles up.
 */
export function sourcePlaceOf(suspect: SuspectWithPath): SourcePlace | undefined {
  const { kind, path, allocations } = suspect;
  const listener = kind === 'listeners' ? path.findLast(isListener) : undefined;
  const places = [listener, ...path.toReversed().filter((step) => step.kind !== 'entry')]
    .map((step) => (step === undefined ? undefined : placeOfStep(step)))
    .filter((place) => place !== undefined);
  return places.find(({ file }) => !isRuntimeFile(file)) ?? placeOfSite(allocations) ?? places[0];
}

export type SuspectWithPath = Pick<Suspect, 'kind' | 'path'> & Partial<Pick<Suspect, 'allocations'>>;

/** A growing entry that is a function, and says where it is written. */
export function isListener({ kind, name, location }: PathStep): boolean {
  return kind === 'entry' && name.startsWith('function ') && location !== undefined;
}

/** Of a step that says where it was made, that a variable holds, or that is a module. */
export function placeOfStep(step: PathStep): SourcePlace | undefined {
  const { location, declared, kind, name } = step;
  const isOfProgram = location !== undefined && !isRuntimeFile(location);
  if (declared !== undefined && !isOfProgram) return { ...placeFrom(declared), what: variableIn(step) };
  if (location === undefined) return kind === 'module' ? { file: name, what: 'module scope' } : undefined;
  const isFunction = kind === 'closure' || isListener(step);
  return { ...placeFrom(location), ...(isFunction ? { what: functionWords(name) } : {}) };
}

function functionWords(name: string): string {
  return name.endsWith('(anonymous)') ? 'anonymous function' : name;
}

function variableIn({ edge }: PathStep): string {
  return `variable ${edge.replace(/^\./, '')}`;
}

function placeOfSite(allocations: Suspect['allocations']): SourcePlace | undefined {
  const frame = allocations?.sites
    .map((site) => site.frame)
    .find(({ file }) => file !== '' && !isRuntimeFile(file));
  if (frame === undefined) return undefined;
  const { file, line, function: name } = frame;
  return { file, line, what: functionWords(`function ${name}`) };
}
