import type { Host } from './host.ts';
import { linuxHost } from './linux/linux-host.ts';
import { portableHost } from './portable/portable-host.ts';

/** Chosen at start. Tests ask for the portable one on Linux, to see what other systems do. */
export const host: Host = hostFor(process.platform, process.env.HEAPTRAIL_HOST);

export function hostFor(platform: string, wanted: string | undefined): Host {
  return platform === 'linux' && wanted !== 'portable' ? linuxHost : portableHost;
}
