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
  for (const { parent, label, className } of groups)
    names.push(nameBelow(parent > 0 ? names[parent] : start, label, className));
  return names;
}

/** The root itself says nothing. */
const start: PathName = { module: '', expression: '' };

function nameBelow(above: PathName, label: string, className: string): PathName {
  if (scope.test(className)) return { module: className.replace(scope, ''), expression: '' };
  const { module } = above;
  if (label === '') return { module, expression: className.replace(/^function /, '') };
  if (!/^[.[(]/.test(label)) return { module, expression: label };
  const expression = `${above.expression}${label}`;
  const cut = expression.length > longest ? `…${expression.slice(1 - longest)}` : expression;
  return { module, expression: cut.replace(/^\./, '') };
}
