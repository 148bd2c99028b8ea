import type { ListenSocket, SocketDescriptor } from '../host.ts';
import { readProcFolder, readProcLink, readProcText } from './proc-files.ts';
import {
  countConnectionsAt,
  hasNoIpv6,
  parseConnectedInode,
  parseListenSockets,
  socketInode,
} from './proc-text.ts';
import { processIds } from './processes.ts';

export function listenSocketsOf(pid: number): readonly ListenSocket[] {
  const inodes = socketInodes(pid);
  return listenSocketsInNetworkOf(pid).filter((socket) => inodes.has(socket.inode));
}

/** In one read: row by row, a list that changes meanwhile loses rows. */
export function listenSocketsInNetworkOf(pid: number): readonly ListenSocket[] {
  const ipv4 = parseListenSockets(table(pid, 'tcp'), 4);
  return usesIpv6(pid) ? [...ipv4, ...parseListenSockets(table(pid, 'tcp6'), 6)] : ipv4;
}

/** A table without a row takes the kernel longest. */
function usesIpv6(pid: number): boolean {
  return !hasNoIpv6(table(pid, 'sockstat6'));
}

function table(pid: number, name: string): string {
  return readProcText(`/proc/${pid}/net/${name}`) ?? '';
}

export function ownerOfSocket(inode: string): number | undefined {
  return processIds().find((pid) => socketInodes(pid).has(inode));
}

export function socketInodes(pid: number): ReadonlySet<string> {
  return new Set(
    openFilesOf(pid)
      .map(socketInode)
      .filter((inode) => inode !== undefined),
  );
}

export function openFilesOf(pid: number): readonly string[] {
  const folder = `/proc/${pid}/fd`;
  return (readProcFolder(folder) ?? []).map((name) => readProcLink(`${folder}/${name}`) ?? '');
}

export function connectedDescriptor(
  pid: number,
  port: number,
  otherPort: number,
): SocketDescriptor | undefined {
  const inodeIn = (name: string) => parseConnectedInode(table(pid, name), port, otherPort);
  const inode = inodeIn('tcp') ?? inodeIn('tcp6');
  if (inode === undefined) return undefined;
  const link = `socket:[${inode}]`;
  const folder = `/proc/${pid}/fd`;
  const name = (readProcFolder(folder) ?? []).find((each) => readProcLink(`${folder}/${each}`) === link);
  return name === undefined ? undefined : { number: Number(name), link };
}

export function connectionsAt(pid: number, port: number): number {
  return ['tcp', 'tcp6'].reduce((sum, name) => sum + countConnectionsAt(table(pid, name), port), 0);
}

export function unixSocketsOf(pid: number): readonly string[] {
  const inodes = socketInodes(pid);
  return table(pid, 'unix')
    .split('\n')
    .flatMap((line) => {
      // `Num: RefCount Protocol Flags Type St Inode Path`; abstract ones begin with @.
      const [inode, path] = line.split(/\s+/).slice(6);
      return inode !== undefined && path?.startsWith('/') && inodes.has(inode) ? [path] : [];
    });
}
