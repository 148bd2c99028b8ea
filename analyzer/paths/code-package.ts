import type { CodeLocation } from '../graph/code-locations.ts';
import type { AgedHeap } from '../heap/aged-heap.ts';

/** Which part of a program's code a node comes from. */
export interface CodePackage {
  /** `package`: below node_modules. `own`: the program's own code, by folder. `node`: modules that Node brings along. */
  readonly kind: 'package' | 'own' | 'node';
  /** `express`, `@scope/name`, `src/orders/`, `./`, `node:`. */
  readonly name: string;
}

/** The package of a place in the code that was written; undefined if that is nowhere. */
export function codePackage(
  { names }: AgedHeap,
  location: CodeLocation | undefined,
): CodePackage | undefined {
  if (location === undefined || location.url === '') return undefined;
  const { url } = location;
  // Node wrote its modules without `node:` until version 15.
  if (/^(node:|internal\/)/.test(url)) return { kind: 'node', name: 'node:' };
  const dependency = dependencyIn(url);
  if (dependency !== undefined) return { kind: 'package', name: dependency };
  const module = names.moduleName(url);
  const folder = module.slice(0, module.lastIndexOf('/') + 1);
  return { kind: 'own', name: folder === '' ? './' : folder };
}

/** The innermost package: one that another brings along, or that pnpm links, is itself. */
export function dependencyIn(url: string): string | undefined {
  const [, path] = /.*\bnode_modules\/(.+)$/.exec(url.replaceAll('\\', '/')) ?? [];
  return path === undefined ? undefined : /^(@[^/]+\/)?[^/]+/.exec(path)?.[0];
}
