import { stepWords } from '../../format/anatomy-words.ts';
import type { PathStep } from '../../format/suspect.ts';

/** One step of a retaining path as it is drawn. */
export interface PathRow {
  /** The edge as its last name, or what the path starts at. */
  readonly label: string;
  /** What is reached. */
  readonly name: string;
  readonly kind: PathStep['kind'];
  readonly location: string | undefined;
  /** The one edge along which the growth happens. */
  readonly growing: boolean;
  readonly repeats: number;
}

export function pathRows(path: readonly PathStep[]): PathRow[] {
  const underlined = underlinedStep(path);
  return path.map((step, index) => ({
    label: index === 0 ? step.name : step.edge.replace(/^\./, ''),
    name: index === 0 ? '' : stepWords(step),
    kind: step.kind,
    location: step.location,
    growing: index === underlined,
    repeats: step.repeats ?? 1,
  }));
}

/**
 * The growth happens along the edge from a holder to its entries, but `[]` is nothing to underline:
 * then the name under which the holder itself is reached is what a reader looks for.
 */
function underlinedStep(path: readonly PathStep[]): number {
  const growing = path.findIndex((step) => step.growing);
  return growing > 0 && /^(\[.*\])?$/.test(path[growing].edge) ? growing - 1 : growing;
}
