import { readProcFolder, readProcLink, readProcText } from './proc-files.ts';
import { hasNoIpv6, type ListenSocket, parseListenSockets, socketInode } from './proc-text.ts';
import { processIds } from './target-process.ts';

/** The TCP sockets on which a process listens; empty if its descriptors are not ours to read. */
export function listenSocketsOf(pid: number): readonly ListenSocket[] {
  const inodes = socketInodes(pid);
  return listenSocketsInNetworkOf(pid).filter((socket) => inodes.has(socket.inode));
}

/** Everything that listens in the process's network namespace. In one read: row by row, a list that changes meanwhile loses rows. */
export function listenSocketsInNetworkOf(pid: number): readonly ListenSocket[] {
  const rows = (table: string) => readProcText(`/proc/${pid}/net/${table}`) ?? '';
  const ipv4 = parseListenSockets(rows('tcp'), 4);
  return usesIpv6(pid) ? [...ipv4, ...parseListenSockets(rows('tcp6'), 6)] : ipv4;
}

/** A table without a row takes the kernel longest. */
function usesIpv6(pid: number): boolean {
  return !hasNoIpv6(readProcText(`/proc/${pid}/net/sockstat6`) ?? '');
}

/** The process that owns a socket, where we may see it. */
export function ownerOfSocket(inode: string): number | undefined {
  return processIds().find((pid) => socketInodes(pid).has(inode));
}

export function socketInodes(pid: number): ReadonlySet<string> {
  const folder = `/proc/${pid}/fd`;
  const links = (readProcFolder(folder) ?? []).map((name) => readProcLink(`${folder}/${name}`) ?? '');
  return new Set(links.map(socketInode).filter((inode) => inode !== undefined));
}
