import { kernelView } from './kernel-view.ts';

/** The paths of the Unix sockets on which a process listens, in its own view of the file system. */
export function unixSocketsOf(pid: number): readonly string[] {
  return kernelView().unixSocketsOf(pid);
}
