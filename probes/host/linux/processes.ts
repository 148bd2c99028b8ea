import { statSync } from 'node:fs';
import path from 'node:path';
import type { EpochMillis } from '../../../format/units.ts';
import type {
  Credentials,
  ProcessExit,
  ProcessStatus,
  ProcessTable,
  RuntimeFile,
  SignalMasks,
} from '../host.ts';
import { identityOf } from './identity.ts';
import { readProcFolder, readProcLink, readProcText } from './proc-files.ts';
import { parseNulSeparated, parseSignalMasks, parseStat, parseStatus } from './proc-text.ts';
import { exitIn } from './process-exit.ts';

/** It spares reading every small tool on the machine. */
const smallestRuntime = 10 << 20;

export function processIds(): readonly number[] {
  return (readProcFolder('/proc') ?? []).filter((name) => /^\d+$/.test(name)).map(Number);
}

export const processTable: ProcessTable = {
  ids: processIds,
  isRunning: (pid) => !/^State:\s+[ZX]/m.test(readProcText(`/proc/${pid}/status`) ?? 'State: X'),
  statusOf,
  wordsOf(pid) {
    const text = readProcText(`/proc/${pid}/cmdline`);
    return text === undefined ? undefined : parseNulSeparated(text);
  },
  environmentOf: (pid) => parseNulSeparated(readProcText(`/proc/${pid}/environ`) ?? ''),
  executableOf: (pid) => readProcLink(`/proc/${pid}/exe`),
  runtimeFilesOf,
  directoryOf: (pid) => readProcLink(`/proc/${pid}/cwd`),
  startedAt(pid) {
    const text = readProcText(`/proc/${pid}/stat`);
    return text === undefined ? undefined : bootTime() + parseStat(text).startedAfterBoot;
  },
  startMarkOf(pid) {
    const text = readProcText(`/proc/${pid}/stat`);
    return text === undefined ? undefined : String(parseStat(text).startedAfterBoot);
  },
  childrenOf,
  exitOf: (pid): ProcessExit | undefined => exitIn(readProcText(`/proc/${pid}/stat`) ?? ''),
  identityOf,
  pathSeenBy: (pid, file) => path.join(`/proc/${pid}/root`, file),
  started() {},
};

const states: Readonly<Record<string, ProcessStatus['state']>> = {
  Z: 'ended',
  X: 'ended',
  T: 'stopped',
  t: 'traced',
};

function statusOf(pid: number): ProcessStatus | undefined {
  const text = readProcText(`/proc/${pid}/status`);
  if (text === undefined) return undefined;
  const { state, threadGroup, uid } = parseStatus(text);
  return { state: states[state] ?? 'running', process: threadGroup, uid };
}

/** Its executable, or the shared `libnode` that some distributions put the runtime in. */
function runtimeFilesOf(pid: number): readonly RuntimeFile[] {
  const library = /\s(\/\S*\/libnode\.so\S*)$/m.exec(readProcText(`/proc/${pid}/maps`) ?? '')?.[1];
  return [
    { path: `/proc/${pid}/exe`, smallest: smallestRuntime },
    // Through the process's own root, which in a container is not ours.
    ...(library === undefined ? [] : [{ path: `/proc/${pid}/root${library}`, smallest: 0 }]),
  ];
}

/** Every thread has its own list of children. */
function childrenOf(pid: number): readonly number[] {
  return (readProcFolder(`/proc/${pid}/task`) ?? []).flatMap((thread) => {
    const text = readProcText(`/proc/${pid}/task/${thread}/children`) ?? '';
    return text.split(' ').filter(Boolean).map(Number);
  });
}

function bootTime(): EpochMillis {
  const uptime = Number.parseFloat(readProcText('/proc/uptime') ?? '');
  return Math.round(Number.isNaN(uptime) ? statSync('/proc/1').ctimeMs : Date.now() - uptime * 1000);
}

export function signalsOf(pid: number): SignalMasks | undefined {
  const text = readProcText(`/proc/${pid}/status`);
  return text === undefined ? undefined : parseSignalMasks(text);
}

export function credentialsOf(pid: number): Credentials | undefined {
  const text = readProcText(`/proc/${pid}/status`);
  if (text === undefined) return undefined;
  const numbers = (name: string) =>
    new RegExp(`^${name}:\\s*(.*)$`, 'm').exec(text)?.[1]?.trim().split(/\s+/).map(Number) ?? [];
  // The second one is the effective one.
  return { user: numbers('Uid')[1] ?? -1, groups: [...numbers('Gid').slice(1, 2), ...numbers('Groups')] };
}
