import { host } from '../host/this-host.ts';
import { directChildren } from './descendants.ts';

/**
 * What a process was started as by its parent, from its environment: Node's cluster numbers its workers in
 * NODE_UNIQUE_ID, pm2 names its programs in `name` and numbers them in `pm_id`.
 */
export function roleOf(pid: number): string | undefined {
  return roleIn(host.processes.environmentOf(pid));
}

/** The workers that a process of Node's cluster started, as far as they may be looked at. */
export function clusterWorkersOf(pid: number): readonly number[] {
  return directChildren(pid).filter((child) => {
    const environment = host.processes.environmentOf(child);
    return environment.some((entry) => entry.startsWith('NODE_UNIQUE_ID='));
  });
}

/** @param environment `NAME=value` each */
export function roleIn(environment: readonly string[]): string | undefined {
  const value = (name: string) =>
    environment.find((entry) => entry.startsWith(`${name}=`))?.slice(name.length + 1);
  const [worker, app, number] = [value('NODE_UNIQUE_ID'), value('name'), value('pm_id')];
  if (number !== undefined) return `${app ?? 'program'} ${number} of pm2`;
  return worker === undefined ? undefined : `worker ${worker} of cluster`;
}
