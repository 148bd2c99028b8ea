import type { Classes } from './classes.ts';
import type { WalkedStep, Way } from './walked.ts';

export type Ways = ReturnType<typeof makeWays>;

/** How a walk gets somewhere. Most of what it meets is no place, so the words of a way are found only when a place needs them. */
export function makeWays({ classOf, kindOf }: Classes) {
  const along = (path: readonly WalkedStep[], value: unknown): Way => {
    const last = path[path.length - 1];
    return { before: undefined, edge: last === undefined ? '' : last[0], value, path };
  };
  /** The links of a chain are one step. */
  const further = (before: Way, edge: string, value: unknown): Way => {
    const isLink = before.edge === edge && classOf(before.value) === classOf(value);
    return isLink ? before : { before, edge, value, path: undefined };
  };
  const stepOf = ({ edge, value }: Way): WalkedStep => {
    const kind = typeof value === 'string' ? 'string' : kindOf(value as object);
    return [edge, classOf(value), kind];
  };
  const pathOf = (way: Way): readonly WalkedStep[] => {
    const steps: WalkedStep[] = [];
    let at: Way | undefined = way;
    for (; at !== undefined && at.path === undefined; at = at.before) steps.unshift(stepOf(at));
    return at?.path === undefined ? steps : [...at.path, ...steps];
  };

  return { along, further, pathOf };
}
