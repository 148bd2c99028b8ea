import { socketInodes } from './listen-sockets.ts';
import { readProcText } from './proc-files.ts';

/** The paths of the Unix sockets on which a process listens, in its own view of the file system. */
export function unixSocketsOf(pid: number): readonly string[] {
  const inodes = socketInodes(pid);
  return (readProcText(`/proc/${pid}/net/unix`) ?? '').split('\n').flatMap((line) => {
    // `Num: RefCount Protocol Flags Type St Inode Path`; abstract ones begin with @.
    const [inode, path] = line.split(/\s+/).slice(6);
    return inode !== undefined && path?.startsWith('/') && inodes.has(inode) ? [path] : [];
  });
}
