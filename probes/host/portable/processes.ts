import path from 'node:path';
import type { EpochMillis } from '../../../format/units.ts';
import { isExecutable, placesInPath } from '../../programs-in-path.ts';
import type { ProcessStatus, ProcessTable, RuntimeFile } from '../host.ts';
import { psEnvironment, psTable } from './ps.ts';

/** What we have started ourselves is known without a table. */
interface Started {
  readonly words: readonly string[];
  readonly at: EpochMillis;
}
const started = new Map<number, Started>();

const smallestRuntime = 10 << 20;
/** The first letter of the column `stat`. */
const states: Readonly<Record<string, ProcessStatus['state']>> = {
  Z: 'ended',
  X: 'ended',
  T: 'stopped',
  t: 'traced',
};

/** Processes by `ps`, if there is one. Without it, those that we have started are known, and whether a pid lives. */
export const processTable: ProcessTable = {
  ids() {
    const rows = psTable();
    return rows === undefined ? undefined : [...rows.keys()];
  },
  isRunning: (pid) => exists(pid) && states[psTable()?.get(pid)?.state[0] ?? ''] !== 'ended',
  statusOf,
  wordsOf,
  environmentOf(pid) {
    if (pid === process.pid) return Object.entries(process.env).map(([name, value]) => `${name}=${value}`);
    const row = psTable()?.get(pid);
    return row === undefined ? [] : psEnvironment(pid, row.command);
  },
  executableOf: (pid) => fileOf(wordsOf(pid)?.[0]),
  runtimeFilesOf(pid): readonly RuntimeFile[] {
    const file = fileOf(wordsOf(pid)?.[0]);
    return file === undefined ? [] : [{ path: file, smallest: smallestRuntime }];
  },
  directoryOf: () => undefined,
  startedAt: (pid) => psTable()?.get(pid)?.startedAt ?? started.get(pid)?.at,
  startMarkOf(pid) {
    const at = psTable()?.get(pid)?.startedAt ?? started.get(pid)?.at;
    return at === undefined ? undefined : String(at);
  },
  childrenOf(pid) {
    const rows = psTable();
    // `ps` itself is a child of who asks.
    const isAsking = (command: string) => pid === process.pid && /^ps (-A|eww) /.test(command);
    return (
      rows &&
      [...rows.values()].filter((row) => row.parent === pid && !isAsking(row.command)).map((row) => row.pid)
    );
  },
  exitOf: () => undefined,
  identityOf: (pid) => ({ ownPid: pid === 'self' ? process.pid : pid }),
  pathSeenBy: (_, file) => file,
  started(pid, words) {
    started.set(pid, { words, at: Date.now() });
  },
};

/** Signal 0 is never delivered: it asks whether there is a process. */
function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function statusOf(pid: number): ProcessStatus | undefined {
  if (!exists(pid)) return undefined;
  const row = psTable()?.get(pid);
  return {
    state: states[row?.state[0] ?? ''] ?? 'running',
    process: pid,
    uid: row?.uid ?? process.getuid?.() ?? 0,
  };
}

function wordsOf(pid: number | 'self'): readonly string[] | undefined {
  if (pid === 'self' || pid === process.pid)
    return [process.execPath, ...process.execArgv, ...process.argv.slice(1)];
  if (!exists(pid)) return undefined;
  const command = psTable()?.get(pid)?.command;
  return command === undefined ? started.get(pid)?.words : exactWords(pid, command);
}

/** As they were typed, if we know them: the table does not tell where one ends. */
function exactWords(pid: number, command: string): readonly string[] {
  const known = started.get(pid)?.words;
  return known?.join(' ') === command ? known : command.split(/\s+/);
}

/** The file that a command's first word starts. */
function fileOf(name: string | undefined): string | undefined {
  if (name === undefined || name === '') return undefined;
  if (path.isAbsolute(name)) return isExecutable(name) ? name : undefined;
  const endings = process.platform === 'win32' ? ['.exe', ''] : [''];
  return placesInPath(name)
    .flatMap((place) => endings.map((ending) => place + ending))
    .find(isExecutable);
}
