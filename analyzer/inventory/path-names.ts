import type { PathGroup } from './path-census.ts';

/** A path as a reader writes it, and the module whose variable it starts with. */
export interface PathName {
  readonly module: string;
  /** `hub._events.message[]`; empty for a module's scope itself. */
  readonly expression: string;
}

const longest = 160;
const scope = /^scope of /;

/** Names for all groups, which come with parents first. A variable starts anew, and so does what several hold. */
export function pathNames(groups: readonly PathGroup[]): PathName[] {
  const names: PathName[] = [];
  for (const group of groups) names.push(nameBelow(group.parent > 0 ? names[group.parent] : nothing, group));
  return names;
}

/** The root itself says nothing. */
const nothing: PathName = { module: '', expression: '' };

function nameBelow(above: PathName, { label, className, start, module: declaredIn }: PathGroup): PathName {
  if (start !== '') return { module: '', expression: start };
  if (scope.test(className)) return { module: className.replace(scope, ''), expression: '' };
  const { module } = above;
  if (label === '') return { module, expression: className.replace(/^function /, '') };
  if (!/^[.[(]/.test(label)) return { module: declaredIn || module, expression: label };
  const expression = `${above.expression}${label}`;
  const cut = expression.length > longest ? `…${expression.slice(1 - longest)}` : expression;
  return { module, expression: cut.replace(/^\./, '') };
}
