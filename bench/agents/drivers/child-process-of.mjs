import { readFileSync } from 'node:fs';

/** The pid of the one child of a launcher that does the work: its first, or undefined. */
export function childProcessOf(pid) {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
  return children === '' ? undefined : Number(children.split(' ')[0]);
}
