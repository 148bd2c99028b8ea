import type { MemorySample } from '../../format/memory-sample.ts';
import type { Bytes, EpochMillis, Share } from '../../format/units.ts';

/**
 * All that heaptrail asks of the system on which processes run. What a host cannot know is undefined: never zero, never
 * empty.
 */
export interface Host {
  readonly name: 'linux' | 'portable';
  /** What it cannot tell of processes, in one sentence for the notes of a recording. */
  readonly unknown?: string;
  readonly processes: ProcessTable;
  readonly memory: MemoryAccounts;
  readonly told: ToldExpressions;
  /** Only Linux shows this of other processes. */
  readonly kernel?: KernelView;
}

export interface ProcessTable {
  /** Undefined if other processes cannot be listed. */
  ids(): readonly number[] | undefined;
  isRunning(pid: number): boolean;
  statusOf(pid: number): ProcessStatus | undefined;
  /** Its arguments, the executable first; empty in the midst of `exec`, undefined if it is gone or not known. */
  wordsOf(pid: number | 'self'): readonly string[] | undefined;
  /** `NAME=value` each, as far as they may be read. */
  environmentOf(pid: number): readonly string[];
  /** What it runs, if that is known. */
  executableOf(pid: number): string | undefined;
  /** The files in which its runtime may be. */
  runtimeFilesOf(pid: number): readonly RuntimeFile[];
  directoryOf(pid: number): string | undefined;
  startedAt(pid: number): EpochMillis | undefined;
  /** Tells it from a later process with the same pid. */
  startMarkOf(pid: number): string | undefined;
  childrenOf(pid: number): readonly number[] | undefined;
  /** How it ended, if the system still knows. */
  exitOf(pid: number): ProcessExit | undefined;
  /** Of ourselves by `self`: what we see may be the table of an outer namespace. */
  identityOf(pid: number | 'self'): ProcessIdentity;
  /** A file that the process calls `path`, as it is reached from here. */
  pathSeenBy(pid: number, path: string): string;
  /** A program that we have started: a host without a table of processes knows it by this. */
  started(pid: number, words: readonly string[]): void;
}

export interface ProcessStatus {
  readonly state: 'running' | 'stopped' | 'traced' | 'ended';
  /** The process, if the pid is that of one of its threads. */
  readonly process: number;
  readonly uid: number;
}

export interface RuntimeFile {
  readonly path: string;
  /** No build of a runtime is smaller. */
  readonly smallest: Bytes;
}

/** How a process ended. */
export interface ProcessExit {
  /** `SIGKILL`, if a signal ended it. */
  readonly signal?: string;
  readonly code?: number;
  /** It said goodbye to its inspector. */
  readonly byItself?: true;
}

/**
 * What tells a process from every other of this machine. Its pid alone does not: two containers that share a folder or
 * a network each have a process 1, and a pid comes back. What cannot be read is absent, and not compared.
 */
export interface ProcessIdentity {
  /** The pid that the process itself sees. */
  readonly ownPid: number;
  /** As its link says: `pid:[4026531836]`. */
  readonly pidNamespace?: string | undefined;
  /** `time:[…]`: processes with another clock see other start times. */
  readonly timeNamespace?: string | undefined;
  /** When it started, in the kernel's ticks since the machine did. */
  readonly startTicks?: string | undefined;
}

export type ProcessUsage = Pick<
  MemorySample,
  | 'rss'
  | 'rssAnonymous'
  | 'virtualSize'
  | 'swap'
  | 'pageTables'
  | 'minorFaults'
  | 'majorFaults'
  | 'cpu'
  | 'threads'
  | 'descriptors'
>;
export type MemoryLimits = Pick<MemorySample, 'cgroupUsage' | 'cgroupLimit' | 'machineAvailable'>;

/** What the kernel says about the memory around a process, beside sizes. */
export interface MemorySurroundings {
  /** How many processes of its control group the kernel has killed for memory so far. */
  readonly oomKills?: number;
  /** How often the control group was at its limit so far. */
  readonly limitHits?: number;
  /** The share of the last ten seconds in which something waited for memory. */
  readonly pressure?: Share;
}

export interface MemoryAccounts {
  usageOf(pid: number): ProcessUsage;
  rssOf(pid: number): Bytes | undefined;
  limitsOf(pid: number): MemoryLimits;
  /** What reads them; it may outlive the process. */
  surroundingsOf(pid: number): () => MemorySurroundings;
}

/** Expressions that a process evaluates to say of itself what the host sees of it. `builtin` gives the code of a module. */
export interface ToldExpressions {
  identity(builtin: (name: string) => string): string;
  /**
   * The functions `clientsOn(port)`, how many clients are connected to a port of the process, and `hasOpen(descriptor,
   * link)`, whether it has that socket open. Statements, to be evaluated once before they are used.
   */
  sockets(builtin: (name: string) => string): string;
}

export interface ListenSocket {
  readonly inode: string;
  /** As one writes it: `127.0.0.1`, `0:0:0:0:0:0:0:1`. */
  readonly address: string;
  readonly family: 4 | 6;
  readonly port: number;
}

/** A descriptor of a process and what its link says. */
export interface SocketDescriptor {
  readonly number: number;
  readonly link: string;
}

export interface SignalMasks {
  catches(signal: NodeJS.Signals): boolean;
  blocks(signal: NodeJS.Signals): boolean;
}

export interface Credentials {
  readonly user: number;
  readonly groups: readonly number[];
}

export interface KernelView {
  /** The sockets on which a process listens; empty if its descriptors are not ours to read. */
  listenSocketsOf(pid: number): readonly ListenSocket[];
  /** Everything that listens in the process's network namespace. */
  listenSocketsInNetworkOf(pid: number): readonly ListenSocket[];
  socketInodes(pid: number): ReadonlySet<string>;
  ownerOfSocket(inode: string): number | undefined;
  /** The process's end of a TCP connection, told by its own port and the other end's. */
  connectedDescriptor(pid: number, port: number, otherPort: number): SocketDescriptor | undefined;
  /** How many connections end at a port of the process's network. */
  connectionsAt(pid: number, port: number): number;
  /** The paths of the Unix sockets on which a process listens, in its own view of the file system. */
  unixSocketsOf(pid: number): readonly string[];
  signalsOf(pid: number): SignalMasks | undefined;
  /** `net:[4026531840]` */
  networkOf(pid: number | 'self'): string | undefined;
  /** A file by which the process's network can be entered. */
  networkFileOf(pid: number): string;
  /** By its effective user and groups. */
  credentialsOf(pid: number): Credentials | undefined;
  /** The files and sockets that it has open, as the kernel names them. */
  openFilesOf(pid: number): readonly string[];
  /** A path relative to its working directory, as it is reached from here, whatever mounts it sees. */
  pathFromDirectoryOf(pid: number, relative: string): string;
}
