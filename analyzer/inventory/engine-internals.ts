import type { ClassCensus, ClassCount } from './class-census.ts';

/** Kinds of nodes that no program makes: what the engine keeps behind objects and functions. */
export const internalKinds: ReadonlySet<string> = new Set([
  'hidden',
  'array',
  'code',
  'synthetic',
  'object shape',
]);

export const internalsName = '(engine internals)';
export const internalsNote = 'engine internals are one row: --internals lists them';

export interface InternalsChoice {
  /** Give classes of the engine itself rows of their own. Default: false. */
  readonly internals?: boolean;
}

/** The same census with all classes of the engine itself as one: a reader looks for those of the program. */
export function withInternalsFolded({ classes, classOf }: ClassCensus): ClassCensus {
  const folded: ClassCount[] = [];
  const places = new Uint32Array(classes.length);
  let internals: number | undefined;
  classes.forEach((one, place) => {
    if (!internalKinds.has(one.kind)) {
      places[place] = folded.push(one) - 1;
      return;
    }
    internals ??= folded.push(emptyLike(one)) - 1;
    places[place] = internals;
    add(folded[internals], one);
  });
  return { classes: folded, classOf: classOf.map((place) => places[place]) };
}

function emptyLike({ counts, bytes }: ClassCount): ClassCount {
  const [none, nothing] = [new Float64Array(counts.length), new Float64Array(bytes.length)];
  return { name: internalsName, kind: 'internals', counts: none, bytes: nothing };
}

function add(to: ClassCount, { counts, bytes }: ClassCount): void {
  for (let birth = 0; birth < counts.length; birth++) {
    to.counts[birth] += counts[birth];
    to.bytes[birth] += bytes[birth];
  }
}
