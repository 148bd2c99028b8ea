import type { ListenSocket } from '../host/host.ts';
import { kernelView } from './kernel-view.ts';

/** The TCP sockets on which a process listens; empty if its descriptors are not ours to read. */
export function listenSocketsOf(pid: number): readonly ListenSocket[] {
  return kernelView().listenSocketsOf(pid);
}

export function listenSocketsInNetworkOf(pid: number): readonly ListenSocket[] {
  return kernelView().listenSocketsInNetworkOf(pid);
}

/** The process that owns a socket, if we may see it. */
export function ownerOfSocket(inode: string): number | undefined {
  return kernelView().ownerOfSocket(inode);
}

export function socketInodes(pid: number): ReadonlySet<string> {
  return kernelView().socketInodes(pid);
}
