import { constants } from 'node:fs';
import { access, readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { host } from '../../host/this-host.ts';
import { ProbeError, systemErrorCode } from '../../probe-error.ts';
import { nodeOptionsOf } from '../../target/gate.ts';
import { kernelView } from '../../target/kernel-view.ts';
import { valueOfOption, valuesOfOption } from '../../target/node-options.ts';

/** Where a process writes the snapshots of its own. A file that it cannot write there ends it: the error is uncaught. */
export interface SnapshotDirectory {
  /** As this process reaches it, also if the target sees other mounts. */
  readonly path: string;
  /** As the target calls it. */
  readonly name: string;
}

export function snapshotDirectoryOf(pid: number): SnapshotDirectory {
  const working = host.processes.directoryOf(pid) ?? '/';
  const chosen = valueOfOption(nodeOptionsOf(pid), '--diagnostic-dir') ?? '';
  return path.isAbsolute(chosen)
    ? { path: host.processes.pathSeenBy(pid, chosen), name: chosen }
    : { path: kernelView().pathFromDirectoryOf(pid, chosen), name: path.resolve(working, chosen) };
}

/** @throws ProbeError `snapshot-not-written` if the target could not write a file there, and why */
export async function requireWritable(pid: number, directory: SnapshotDirectory): Promise<void> {
  const why = (await faultOf(pid, directory.path)) ?? permissionFault(pid, directory.name);
  if (why === undefined) return;
  throw new ProbeError(
    'snapshot-not-written',
    `process ${pid} would write its snapshot into ${directory.name}, and ${why}: the failed write would end it, so no signal was sent`,
    'let it write there, or start it with --diagnostic-dir=DIRECTORY that it can write to',
  );
}

async function faultOf(pid: number, at: string): Promise<string | undefined> {
  try {
    const found = await stat(at);
    if (!found.isDirectory()) return 'that is not a directory';
    if (found.nlink === 0) return 'that directory was deleted';
    if (!mayWrite(pid, found)) return 'it may not write there';
    // Nobody can write what is mounted read-only.
    await access(at, constants.W_OK);
    return undefined;
  } catch (error) {
    const code = systemErrorCode(error);
    if (code === 'ENOENT') return 'there is no such directory';
    return code === 'EROFS' ? 'that is mounted read-only' : `that cannot be looked at (${code})`;
  }
}

interface Owned {
  readonly uid: number;
  readonly gid: number;
  readonly mode: number;
}

/** By the bits of its mode: a file is made with the rights to write and to search. */
function mayWrite(pid: number, { uid, gid, mode }: Owned): boolean {
  const target = kernelView().credentialsOf(pid);
  if (target?.user === 0) return true;
  const has = (shift: number) => ((mode >> shift) & 0o3) === 0o3;
  if (target?.user === uid) return has(6);
  return target?.groups.includes(gid) ? has(3) : has(0);
}

function permissionFault(pid: number, name: string): string | undefined {
  const options = nodeOptionsOf(pid);
  if (!options.some((option) => option === '--permission' || option === '--experimental-permission'))
    return undefined;
  const working = host.processes.directoryOf(pid) ?? '/';
  const allowed = valuesOfOption(options, '--allow-fs-write').flatMap((value) => value.split(','));
  if (allowed.some((each) => covers(each, name, working))) return undefined;
  return `--allow-fs-write does not name it`;
}

/** Whether a value of `--allow-fs-write` allows files in the directory. */
export function covers(allowed: string, directory: string, working: string): boolean {
  if (allowed === '*') return true;
  const within = `${directory}/`;
  if (allowed.endsWith('*')) return within.startsWith(path.resolve(working, allowed.slice(0, -1)));
  const root = path.resolve(working, allowed);
  return root === '/' || within.startsWith(`${root}/`);
}

/** The files in it that look like snapshots of the process, by their names. */
export async function snapshotsIn(pid: number, { path: at }: SnapshotDirectory): Promise<readonly string[]> {
  // As it knows itself, in a namespace of its own.
  const own = String(host.processes.identityOf(pid).ownPid);
  return (await readdir(at)).filter((name) => nameOfSnapshot.exec(name)?.[1] === own);
}

/** `Heap.20261130.111606.4711.0.001.heapsnapshot`: date, time, process, thread, number. */
const nameOfSnapshot = /^Heap\.\d{8}\.\d{6}\.(\d+)\.\d+\.\d+\.heapsnapshot$/;

/** Whether the process has a file of this name open. */
export function isOpenIn(pid: number, name: string): boolean {
  return kernelView()
    .openFilesOf(pid)
    .some((each) => path.basename(each) === name);
}
