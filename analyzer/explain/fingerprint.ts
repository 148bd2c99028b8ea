import { createHash } from 'node:crypto';
import type { PathStep } from '../../format/suspect.ts';

/** Without a module to start from, only this many steps before the entry: farther up, Node's versions differ. */
const stepsWithoutModule = 6;

/**
 * Eight hex digits that name a leak in every run, process and machine: a hash of the classes and edge names from the
 * owning module to the entry, without ids, indexes, sizes, folders and lines.
 */
export function fingerprintOf(path: readonly PathStep[]): string {
  const start = path.findLastIndex((step) => step.kind === 'module' || step.kind === 'root');
  const told = start >= 0 ? path.slice(start) : path.slice(-stepsWithoutModule);
  const text = told.map((step) => `${normalized(step.edge)}>${nameWithoutFolders(step)}`).join('\n');
  return createHash('sha256').update(text).digest('hex').slice(0, 8);
}

function nameWithoutFolders(step: PathStep): string {
  return normalized(step.kind === 'module' ? step.name.replace(/^.*\//, '') : step.name);
}

function normalized(text: string): string {
  return text.replace(/\d+/g, '#');
}
