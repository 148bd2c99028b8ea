import { statSync } from 'node:fs';
import path from 'node:path';
import type { Bytes, EpochMillis, Millis } from '../../format/units.ts';
import { requireLinux } from './linux.ts';
import { readProcFolder, readProcLink, readProcText } from './proc-files.ts';
import { parseNulSeparated, parseStat, parseStatus } from './proc-text.ts';
import { type RuntimeMarker, runtimeOfProcess } from './runtime-marker.ts';
import { userName } from './user-name.ts';

/** A process that runs JavaScript, as seen from outside. */
export interface TargetProcess {
  readonly pid: number;
  readonly runtime: RuntimeMarker['runtime'];
  /** Absent if the executable could not be read: another user's process. */
  readonly version?: string;
  readonly executable?: string;
  readonly rss: Bytes;
  readonly command: readonly string[];
  readonly user: string;
  readonly startedAt: EpochMillis;
}

/** All processes that run Node or Bun and that /proc shows us, oldest first, without this one. */
export function listTargets(): readonly TargetProcess[] {
  requireLinux();
  return processIds()
    .filter((pid) => pid !== process.pid)
    .map(describeProcess)
    .filter((target) => target !== undefined)
    .sort((a, b) => a.startedAt - b.startedAt || a.pid - b.pid);
}

export function processIds(): readonly number[] {
  return (readProcFolder('/proc') ?? []).filter((name) => /^\d+$/.test(name)).map(Number);
}

/** The process, or undefined if it is gone or runs no JavaScript. Never touches it. */
export function describeProcess(pid: number): TargetProcess | undefined {
  const status = readProcText(`/proc/${pid}/status`);
  const stat = readProcText(`/proc/${pid}/stat`);
  if (status === undefined || stat === undefined) return undefined;
  const command = parseNulSeparated(readProcText(`/proc/${pid}/cmdline`) ?? '');
  const executable = readProcLink(`/proc/${pid}/exe`);
  // Another user's executable cannot be read; its arguments can, and have to do.
  const marker = executable === undefined ? runtimeByName(command) : runtimeOfProcess(pid);
  if (marker === undefined) return undefined;
  const { rss, uid } = parseStatus(status);
  return {
    pid,
    ...marker,
    ...(executable === undefined ? {} : { executable }),
    rss: rss ?? 0,
    command,
    user: userName(uid),
    startedAt: bootTime() + parseStat(stat).startedAfterBoot,
  };
}

function runtimeByName(command: readonly string[]): Pick<RuntimeMarker, 'runtime'> | undefined {
  const name = path.basename(command[0] ?? '');
  return name === 'node' || name === 'bun' || name === 'deno' ? { runtime: name } : undefined;
}

/** How long the process has been running; a large number if it cannot be known. */
export function ageOfProcess(pid: number): Millis {
  const stat = readProcText(`/proc/${pid}/stat`);
  return stat === undefined
    ? Number.POSITIVE_INFINITY
    : Date.now() - bootTime() - parseStat(stat).startedAfterBoot;
}

function bootTime(): EpochMillis {
  const uptime = Number.parseFloat(readProcText('/proc/uptime') ?? '');
  return Math.round(Number.isNaN(uptime) ? statSync('/proc/1').ctimeMs : Date.now() - uptime * 1000);
}
