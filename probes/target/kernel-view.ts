import type { KernelView } from '../host/host.ts';
import { host } from '../host/this-host.ts';
import { ProbeError } from '../probe-error.ts';

/**
 * What only Linux shows of other processes: their sockets, their signals, their namespaces.
 * @throws ProbeError `needs-linux`
 */
export function kernelView(what = 'this way to a process'): KernelView {
  if (host.kernel !== undefined) return host.kernel;
  throw new ProbeError(
    'needs-linux',
    `${what} needs Linux, and this is ${process.platform}`,
    'start the program with `heaptrail record -- COMMAND`, or take two or more snapshots with ' +
      'node --heapsnapshot-signal=SIGUSR2 (or in DevTools) and run `heaptrail analyze FILE FILE`',
  );
}
