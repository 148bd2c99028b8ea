import path from 'node:path';
import type { Bytes, EpochMillis, Millis } from '../../format/units.ts';
import { host } from '../host/this-host.ts';
import { ProbeError } from '../probe-error.ts';
import { type RuntimeMarker, runtimeOfProcess } from './runtime-marker.ts';
import { userName } from './user-name.ts';

/** A process that runs JavaScript, as seen from outside. */
export interface TargetProcess {
  readonly pid: number;
  readonly runtime: RuntimeMarker['runtime'];
  /** Absent if the executable could not be read: another user's process. */
  readonly version?: string;
  readonly executable?: string;
  /** Absent if the system does not tell. */
  readonly rss?: Bytes;
  readonly command: readonly string[];
  readonly user: string;
  readonly startedAt: EpochMillis;
}

/** All processes that run Node or Bun and that the system shows us, oldest first, without this one. */
export function listTargets(): readonly TargetProcess[] {
  return requireProcessIds()
    .filter((pid) => pid !== process.pid)
    .map(describeProcess)
    .filter((target) => target !== undefined)
    .sort((a, b) => a.startedAt - b.startedAt || a.pid - b.pid);
}

/** None also if the system does not list them. */
export function processIds(): readonly number[] {
  return host.processes.ids() ?? [];
}

function requireProcessIds(): readonly number[] {
  const ids = host.processes.ids();
  if (ids !== undefined) return ids;
  throw new ProbeError(
    'processes-not-listed',
    'this system does not list its processes: `ps` is missing or failed',
    'start the program with `heaptrail record -- COMMAND`',
  );
}

/** The process, or undefined if it is gone or runs no JavaScript. Never touches it. */
export function describeProcess(pid: number): TargetProcess | undefined {
  const { processes, memory } = host;
  const status = processes.statusOf(pid);
  const startedAt = processes.startedAt(pid);
  if (status === undefined || startedAt === undefined) return undefined;
  const command = processes.wordsOf(pid) ?? [];
  const executable = processes.executableOf(pid);
  // Another user's executable cannot be read; its arguments can, and have to do.
  const marker = executable === undefined ? runtimeByName(command) : runtimeOfProcess(pid);
  if (marker === undefined) return undefined;
  const rss = memory.rssOf(pid);
  return {
    pid,
    ...marker,
    ...(executable === undefined ? {} : { executable }),
    ...(rss === undefined ? {} : { rss }),
    command,
    user: userName(status.uid),
    startedAt,
  };
}

function runtimeByName(command: readonly string[]): Pick<RuntimeMarker, 'runtime'> | undefined {
  const name = path.basename(command[0] ?? '');
  return name === 'node' || name === 'bun' || name === 'deno' ? { runtime: name } : undefined;
}

/** How long the process has been running; a large number if it cannot be known. */
export function ageOfProcess(pid: number): Millis {
  const startedAt = host.processes.startedAt(pid);
  return startedAt === undefined ? Number.POSITIVE_INFINITY : Date.now() - startedAt;
}
