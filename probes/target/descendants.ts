import { readProcFolder, readProcText } from './proc-files.ts';

/**
 * All living descendants of a process, parents before their children. Every thread has its own list
 * of children (`/proc/PID/task/TID/children`); a child that daemonized itself is nobody's descendant.
 */
export function descendants(pid: number): readonly number[] {
  const found: number[] = [];
  const queue = [pid];
  for (let parent = queue.shift(); parent !== undefined; parent = queue.shift()) {
    const children = directChildren(parent).filter((child) => !found.includes(child));
    found.push(...children);
    queue.push(...children);
  }
  return found;
}

export function directChildren(pid: number): readonly number[] {
  return (readProcFolder(`/proc/${pid}/task`) ?? []).flatMap((thread) => {
    const text = readProcText(`/proc/${pid}/task/${thread}/children`) ?? '';
    return text.split(' ').filter(Boolean).map(Number);
  });
}
