import { constants } from 'node:os';
import type { Bytes, Millis } from '../../../format/units.ts';
import type { ListenSocket, SignalMasks } from '../host.ts';

/** The texts of /proc to values; proc(5) describes each. Nothing here reads a file. */

/** The kernel reports processor time in ticks of 10 ms on every architecture that Node runs on (USER_HZ). */
const millisPerTick = 10;

export interface ProcStatus {
  /** `R`unning, `S`leeping, `D`isk wait, `T` stopped, `t` traced, `Z`ombie, `X` dead. */
  readonly state: string;
  readonly threadGroup: number;
  readonly uid: number;
  readonly rss?: Bytes;
  readonly rssAnonymous?: Bytes;
  readonly rssFile?: Bytes;
  readonly rssShared?: Bytes;
  readonly virtualSize?: Bytes;
  readonly swap?: Bytes;
  readonly pageTables?: Bytes;
  readonly threads?: number;
}

/** `/proc/PID/status`. Memory lines are absent for zombies and kernel threads. */
export function parseStatus(text: string): ProcStatus {
  const lines = new Map<string, string>();
  for (const line of text.split('\n')) {
    const colon = line.indexOf(':');
    if (colon > 0) lines.set(line.slice(0, colon), line.slice(colon + 1).trim());
  }
  return {
    state: lines.get('State')?.charAt(0) ?? '?',
    threadGroup: Number(lines.get('Tgid') ?? 0),
    uid: Number(lines.get('Uid')?.split(/\s+/)[0] ?? -1),
    ...optional('rss', kibibytes(lines.get('VmRSS'))),
    ...optional('rssAnonymous', kibibytes(lines.get('RssAnon'))),
    ...optional('rssFile', kibibytes(lines.get('RssFile'))),
    ...optional('rssShared', kibibytes(lines.get('RssShmem'))),
    ...optional('virtualSize', kibibytes(lines.get('VmSize'))),
    ...optional('swap', kibibytes(lines.get('VmSwap'))),
    ...optional('pageTables', kibibytes(lines.get('VmPTE'))),
    ...optional('threads', lines.has('Threads') ? Number(lines.get('Threads')) : undefined),
  };
}

/** In `/proc/PID/status`; they count from signal 1 in the lowest bit. */
export function parseSignalMasks(text: string): SignalMasks {
  const isIn = (name: string, signal: NodeJS.Signals) => {
    const mask = BigInt(`0x${new RegExp(`^${name}:\\s*([0-9a-f]+)$`, 'm').exec(text)?.[1] ?? '0'}`);
    return (mask & (1n << BigInt(constants.signals[signal] - 1))) !== 0n;
  };
  return { catches: (signal) => isIn('SigCgt', signal), blocks: (signal) => isIn('SigBlk', signal) };
}

function kibibytes(value: string | undefined): Bytes | undefined {
  const match = /^(\d+) kB$/.exec(value ?? '');
  return match ? Number(match[1]) * 1024 : undefined;
}

function optional<K extends string>(key: K, value: number | undefined): { [name in K]?: number } {
  return value === undefined ? {} : ({ [key]: value } as { [name in K]?: number });
}

export interface ProcStat {
  readonly minorFaults: number;
  readonly majorFaults: number;
  /** User and system time together, without children. */
  readonly cpu: Millis;
  /** When the process started, since the machine did. */
  readonly startedAfterBoot: Millis;
}

/** `/proc/PID/stat`. The command's name in parentheses may itself hold spaces and parentheses. */
export function parseStat(text: string): ProcStat {
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  // proc(5) numbers fields from 1; `fields` begins at field 3.
  const field = (number: number) => Number(fields[number - 3] ?? 0);
  return {
    minorFaults: field(10),
    majorFaults: field(12),
    cpu: (field(14) + field(15)) * millisPerTick,
    startedAfterBoot: field(22) * millisPerTick,
  };
}

/** `/proc/PID/cmdline`, `/proc/PID/environ`: strings that each end with a NUL. */
export function parseNulSeparated(text: string): readonly string[] {
  const strings = text.split('\0');
  // The process title that Node writes over its arguments is padded with NULs.
  while (strings.length > 0 && strings.at(-1) === '') strings.pop();
  return strings;
}

const tcpListen = '0A';

/** The listening sockets in `/proc/PID/net/tcp` (family 4) or `/proc/PID/net/tcp6` (family 6). */
export function parseListenSockets(text: string, family: 4 | 6): readonly ListenSocket[] {
  const sockets: ListenSocket[] = [];
  for (const line of text.split('\n').slice(1)) {
    const [, local, , state, , , , , , inode] = line.trim().split(/\s+/);
    if (state !== tcpListen || local === undefined || inode === undefined) continue;
    const [address, port] = local.split(':') as [string, string];
    sockets.push({
      inode,
      family,
      address: family === 4 ? ipv4(address) : ipv6(address),
      port: Number.parseInt(port, 16),
    });
  }
  return sockets;
}

/** Whether `/proc/PID/net/sockstat6` says that there are no TCP sockets of family 6. */
export function hasNoIpv6(text: string): boolean {
  return /^TCP6: inuse 0$/m.test(text);
}

const tcpEstablished = '01';

/** The inode of a connection between two ports in `/proc/PID/net/tcp` or `tcp6`, at its local end. */
export function parseConnectedInode(text: string, port: number, otherPort: number): string | undefined {
  for (const line of text.split('\n').slice(1)) {
    const [, local, remote, state, , , , , , inode] = line.trim().split(/\s+/);
    if (state !== tcpEstablished || local === undefined || remote === undefined) continue;
    if (portIn(local) === port && portIn(remote) === otherPort) return inode;
  }
  return undefined;
}

/** How many connections of `/proc/PID/net/tcp` or `tcp6` end at this local port. */
export function countConnectionsAt(text: string, port: number): number {
  return text.split('\n').filter((line) => {
    const [, local, , state] = line.trim().split(/\s+/);
    return state === tcpEstablished && local !== undefined && portIn(local) === port;
  }).length;
}

/** `ADDRESS:PORT`, both in hexadecimal digits. */
function portIn(endpoint: string): number {
  return Number.parseInt(endpoint.slice(endpoint.indexOf(':') + 1), 16);
}

/** The kernel prints each 32-bit word of an address in the machine's byte order: little-endian here. */
function wordBytes(word: string): readonly string[] {
  return word.match(/../g)!.reverse();
}

function ipv4(hex: string): string {
  return wordBytes(hex)
    .map((byte) => Number.parseInt(byte, 16))
    .join('.');
}

function ipv6(hex: string): string {
  const bytes = hex.match(/.{8}/g)!.flatMap(wordBytes);
  const groups = Array.from({ length: 8 }, (_, i) => Number.parseInt(bytes[2 * i]! + bytes[2 * i + 1]!, 16));
  return groups.map((group) => group.toString(16)).join(':');
}

/** The inode in the target of a link in `/proc/PID/fd`, if it is a socket. */
export function socketInode(link: string): string | undefined {
  return /^socket:\[(\d+)\]$/.exec(link)?.[1];
}

/** `MemAvailable` of `/proc/meminfo`: what can be taken without swapping. */
export function parseMemAvailable(text: string): Bytes | undefined {
  return kibibytes(/^MemAvailable:\s+(\d+ kB)$/m.exec(text)?.[1]);
}

export interface MemoryCgroup {
  readonly version: 1 | 2;
  /** Below the mount point of the hierarchy; begins with a slash. */
  readonly path: string;
}

/** The group in `/proc/PID/cgroup` that accounts the process's memory; version 1 wins if both are mounted. */
export function parseMemoryCgroup(text: string): MemoryCgroup | undefined {
  let unified: MemoryCgroup | undefined;
  for (const line of text.split('\n')) {
    const [, controllers, path] = /^\d+:([^:]*):(\/.*)$/.exec(line) ?? [];
    if (path === undefined) continue;
    if (controllers!.split(',').includes('memory')) return { version: 1, path };
    if (controllers === '') unified = { version: 2, path };
  }
  return unified;
}
