import type { PathStep } from '../../format/suspect.ts';
import type { HeapNames } from '../graph/names.ts';
import type { Originals } from '../graph/originals.ts';

/**
 * A path that begins at a variable of a module says where that is declared. Vitest puts modules into blocks, whose
 * variables the heap does not tie to their declarations: the script has them.
 * @param pathOf the path of a module by the name that reports give it
 */
export function withDeclaration(
  path: readonly PathStep[],
  names: Pick<HeapNames, 'place'> & { readonly originals: Originals },
  pathOf: (module: string) => string | undefined,
): readonly PathStep[] {
  const [module, variable, ...rest] = path;
  if (module?.kind !== 'module' || variable === undefined || variable.declared !== undefined) return path;
  const url = pathOf(module.name);
  const written =
    url === undefined ? undefined : names.originals.moduleVariable(url, variable.edge.replace(/^\./, ''));
  if (written === undefined) return path;
  return [module, { ...variable, declared: names.place(written.place) }, ...rest];
}
