import type { Anatomy, AnatomyFunction, AnatomyPackage, AnatomyPart } from './anatomy.ts';
import { bytes, count } from './quantities.ts';
import type { PathStep } from './suspect.ts';

/** What a typical new entry is made of, a line each: the entry, its parts, its functions, its properties. */
export function anatomyLines(anatomy: Anatomy): string[] {
  const { name, retained, parts, functions, properties, values = [], packages = [] } = anatomy;
  const own = functions.find((each) => each.location !== undefined && name === `function ${each.name}`);
  const place = own?.location === undefined ? '' : ` (${own.location})`;
  return [
    `${name}${place}, ${bytes(retained)}${properties.length === 0 || name.includes('`') ? '' : `, with ${quotedNames(properties)}`}`,
    ...(values.length === 0 ? [] : [`its values: ${values.join(', ')}`]),
    ...(parts.length === 0 ? [] : [`mostly ${parts.map(partWords).join(', ')}`]),
    ...(packages.length === 0 ? [] : [`by code: ${packages.map(packageWords).join(', ')}`]),
    ...functions.filter((each) => each !== own).map((each) => `keeps ${functionWords(each)}`),
  ];
}

function packageWords({ name, bytes: kept }: AnatomyPackage): string {
  return `${name} (${bytes(kept)})`;
}

function partWords({ path, name, retained, count: number = 1 }: AnatomyPart): string {
  const what = number > 1 ? `${count(number)} × ${name}` : name;
  return path === '' ? `${what} (${bytes(retained)})` : `\`${path}\` (${what}, ${bytes(retained)})`;
}

/** The class of a step of a path, with what tells it if a minifier renamed it. */
export function stepWords({ name, properties = [] }: Pick<PathStep, 'name' | 'properties'>): string {
  return properties.length === 0 ? name : `${name} with ${quotedNames(properties)}`;
}

/** timer callback `poll` (src/agent.mjs:16) */
export function functionWords({ role, name, location, module }: AnatomyFunction): string {
  const where = location === undefined ? '' : ` (${location})`;
  const isUnnamed = module !== undefined && name === '(anonymous)';
  return `${role}${isUnnamed ? '' : ` \`${name}\``}${where}${module === undefined ? '' : ` in ${module}`}`;
}

export function quotedNames(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(', ');
}
