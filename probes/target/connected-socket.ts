import { readProcFolder, readProcLink, readProcText } from './proc-files.ts';
import { parseConnectedInode } from './proc-text.ts';

/** A descriptor of a process and what its link in `/proc/PID/fd` says. */
export interface SocketDescriptor {
  readonly number: number;
  readonly link: string;
}

/** The process's end of a TCP connection, told by its own port and the other end's. */
export function connectedDescriptor(
  pid: number,
  port: number,
  otherPort: number,
): SocketDescriptor | undefined {
  const inodeIn = (table: string) =>
    parseConnectedInode(readProcText(`/proc/${pid}/net/${table}`) ?? '', port, otherPort);
  const inode = inodeIn('tcp') ?? inodeIn('tcp6');
  if (inode === undefined) return undefined;
  const link = `socket:[${inode}]`;
  const folder = `/proc/${pid}/fd`;
  const name = (readProcFolder(folder) ?? []).find((each) => readProcLink(`${folder}/${each}`) === link);
  return name === undefined ? undefined : { number: Number(name), link };
}
