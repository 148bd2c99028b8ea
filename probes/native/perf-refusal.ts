import { readProcText } from '../host/linux/proc-files.ts';

/** What decides whether this process may ask the kernel for page faults. */
export interface PerfRights {
  readonly isRoot: boolean;
  /** `kernel.perf_event_paranoid`; undefined if it cannot be read. */
  readonly paranoid: number | undefined;
  /** Whether it holds CAP_PERFMON or CAP_SYS_ADMIN, and not only within a container of its own. */
  readonly isPrivileged: boolean;
  /** Whether its system calls are filtered, as in most containers. */
  readonly isFiltered: boolean;
  readonly kernel: string;
}

const sysAdmin = 21n;
const perfmon = 38n;

export function perfRights(): PerfRights {
  const status = readProcText('/proc/self/status') ?? '';
  const effective = BigInt(`0x${/^CapEff:\s*([0-9a-f]+)$/m.exec(status)?.[1] ?? '0'}`);
  const paranoid = Number.parseInt(readProcText('/proc/sys/kernel/perf_event_paranoid') ?? '', 10);
  return {
    isRoot: process.geteuid?.() === 0,
    paranoid: Number.isNaN(paranoid) ? undefined : paranoid,
    isPrivileged:
      [sysAdmin, perfmon].some((bit) => (effective >> bit) % 2n === 1n) &&
      countsOutside(readProcText('/proc/self/uid_map')),
    isFiltered: /^Seccomp:\s*2$/m.test(status),
    kernel: readProcText('/proc/sys/kernel/osrelease')?.trim() ?? '',
  };
}

/**
 * Root of a user namespace, as a container without root has it, holds every capability and may do nothing with the kernel
 * itself. Only the first namespace has all users under their own numbers.
 */
export function countsOutside(users: string | undefined): boolean {
  return users === undefined || /^\s*0\s+0\s+4294967295\s*$/.test(users);
}

/** From here on, only privileged users may look at page faults of their own processes. */
const forbidsAll = 3;

/** Why there are no page faults to see, and what to install or set: one sentence. */
export function perfRefusal(said: string, rights: PerfRights): string {
  const without = 'who takes native memory is not recorded';
  if (/not found for kernel/.test(said))
    return `${without}: perf is not installed for this kernel; apt install linux-tools-${rights.kernel}`;
  if (!/permi|paranoid|EACCES|EPERM|not allowed|access to performance/i.test(said))
    return `${without}: perf could not begin (${firstLine(said)})`;
  const { paranoid } = rights;
  if (!rights.isPrivileged && paranoid !== undefined && paranoid >= forbidsAll)
    return `${without}: the kernel shows page faults only to root (kernel.perf_event_paranoid is ${paranoid}); run heaptrail as root, or set sysctl kernel.perf_event_paranoid=2`;
  if (rights.isFiltered)
    return `${without}: the container forbids perf_event_open; start it with --cap-add PERFMON, or with a seccomp profile that allows that call`;
  if (!rights.isRoot)
    return `${without}: the kernel refused perf; run heaptrail as the user of the process, or as root`;
  return `${without}: the kernel refused perf although heaptrail runs as root; in a container, start it with --cap-add PERFMON`;
}

export const perfMissing =
  'who takes native memory is not recorded: perf is not installed; install linux-perf (Debian), linux-tools-generic (Ubuntu) or perf (Fedora, Alpine, Arch)';

function firstLine(said: string): string {
  return (
    said
      .split('\n')
      .find((line) => line.trim() !== '')
      ?.trim() ?? 'it said nothing'
  );
}
