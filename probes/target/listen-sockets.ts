import { readProcFolder, readProcLink, readProcText } from './proc-files.ts';
import { type ListenSocket, parseListenSockets, socketInode } from './proc-text.ts';
import { processIds } from './target-process.ts';

/** The TCP sockets on which a process listens; empty if its descriptors are not ours to read. */
export function listenSocketsOf(pid: number): readonly ListenSocket[] {
  const inodes = socketInodes(pid);
  return listenSocketsInNetworkOf(pid).filter((socket) => inodes.has(socket.inode));
}

/** Everything that listens in the process's network namespace. */
export function listenSocketsInNetworkOf(pid: number): readonly ListenSocket[] {
  return [
    ...parseListenSockets(readProcText(`/proc/${pid}/net/tcp`) ?? '', 4),
    ...parseListenSockets(readProcText(`/proc/${pid}/net/tcp6`) ?? '', 6),
  ];
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
