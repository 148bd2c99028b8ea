import type { Bytes } from '../../format/units.ts';

/** One mapping of a process, an entry of `/proc/PID/smaps`. Addresses are below 2^48, and so exact as numbers. */
export interface Mapping {
  readonly start: number;
  readonly end: number;
  /** `rw-p`: readable, writable, executable, private or shared. */
  readonly permissions: string;
  /** A file, `[heap]`, `[stack]`, `[anon:…]`, or empty. */
  readonly path: string;
  readonly resident: Bytes;
  readonly hugePages: Bytes;
  readonly lazilyFreed: Bytes;
  /** Two letters each, as the kernel writes them (`VmFlags` in proc(5)); empty if it does not tell. */
  readonly flags: string;
}

/** A mapping of no file: memory of the process alone, or an address range that it keeps free. */
export function isAnonymous({ path }: Mapping): boolean {
  return path === '' || path.startsWith('[anon');
}

/** A range of addresses without memory: a guard, or room to grow. */
export function isReserved({ permissions }: Mapping): boolean {
  return permissions.startsWith('---');
}

export function isExecutable({ permissions }: Mapping): boolean {
  return permissions[2] === 'x';
}

/** Left out of children (`MADV_DONTFORK`), as V8 marks all that it maps. */
export function staysOutOfChildren({ flags }: Mapping): boolean {
  return flags.includes(' dc');
}

/** Without huge pages, as newer kernels mark the stacks of threads (`MAP_STACK`, Linux 6.7). */
export function isMarkedAsStack({ flags }: Mapping): boolean {
  return flags.includes(' nh');
}
