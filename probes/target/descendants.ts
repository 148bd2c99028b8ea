import { host } from '../host/this-host.ts';

/** All living descendants of a process, parents before their children; a child that daemonized itself is nobody's descendant. */
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

/** None also if the host shows none: who counts them asks the host first. */
export function directChildren(pid: number): readonly number[] {
  return host.processes.childrenOf(pid) ?? [];
}
