import { mkdir, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { host } from '../../probes/host/this-host.ts';

const name = /^heaptrail-worker-(\d+)$/;

/** Where this worker lays recordings; what a worker that was killed has left goes. */
export async function scratchRoom(scratch: string): Promise<string> {
  await mkdir(scratch, { recursive: true });
  for (const entry of await readdir(scratch)) {
    const [, pid] = name.exec(entry) ?? [];
    if (pid === undefined) continue;
    if (Number(pid) === process.pid || !host.processes.isRunning(Number(pid)))
      await rm(path.join(scratch, entry), { recursive: true, force: true }).catch(() => {});
  }
  const room = path.join(scratch, `heaptrail-worker-${process.pid}`);
  await mkdir(room, { recursive: true, mode: 0o700 });
  return room;
}
