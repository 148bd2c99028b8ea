import { ProbeError } from '../probe-error.ts';

/**
 * Processes are found and watched through /proc, which only Linux has.
 * @throws ProbeError `needs-linux`
 */
export function requireLinux(platform: string = process.platform): void {
  if (platform === 'linux') return;
  throw new ProbeError(
    'needs-linux',
    `live processes can only be probed on Linux, and this is ${platform}`,
    'take two or more snapshots with node --heapsnapshot-signal=SIGUSR2 (or in DevTools), then heaptrail analyze them',
  );
}
