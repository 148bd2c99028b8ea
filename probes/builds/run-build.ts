import { setTimeout } from 'node:timers/promises';
import type { Millis } from '../../format/units.ts';
import { type StartedTarget, startAndAttach } from '../attach/start.ts';
import type { ProcessConnection } from '../connection.ts';
import { ProbeError } from '../probe-error.ts';
import { OutputLines } from '../target/output-lines.ts';
import { type Awaited, untilReady } from '../workload/readiness.ts';
import type { Workload } from '../workload/workload.ts';
import { intervalsOfWork, type Look } from './left-behind.ts';

/** One of two builds of a program, and the work that both of them do. */
export interface Build {
  readonly name: 'base' | 'head';
  readonly command: readonly string[];
  /** Where it is started; where we are if absent. */
  readonly directory?: string;
}

/** What is the same for both. */
export interface BuildWork {
  /** What the environment has is told to what drives it too. */
  readonly workloadFor: (pid: number, environment: Readonly<Record<string, string>>) => Workload;
  /** Asked for each process anew: it tells when that can be given work. */
  readonly awaited: () => Awaited;
  readonly readyTimeout: number;
  /** Gets what the program prints. */
  readonly onLine: (line: string) => void;
}

/** What was seen of one process. */
export interface BuildRun {
  readonly looks: readonly Look[];
  /** False if nobody counted: what stays is then told per interval. */
  readonly countsOperations: boolean;
  /** What the reader should know of it, in words. */
  readonly notes: readonly string[];
}

/**
 * Starts a process of the build, warms it up and looks at what is alive after each interval of work. The process is ended.
 * @throws ProbeError or UserError if it fails
 */
export async function runBuild(build: Build, work: BuildWork, signal: AbortSignal): Promise<BuildRun> {
  const awaited = work.awaited();
  const output = new OutputLines((line) => {
    work.onLine(line);
    awaited.hear(line);
  });
  const options = {
    pulses: true,
    environment: environmentOf(build),
    ...(build.directory === undefined ? {} : { directory: build.directory }),
  };
  const started = await startAndAttach(build.command, output, options, signal);
  try {
    const { connection, program } = started;
    if (awaited.readiness !== undefined)
      await untilReady(awaited.readiness, program, work.readyTimeout, signal);
    const workload = work.workloadFor(connection.target.pid, environmentOf(build));
    const run = await lookAfterEach(started, workload, signal);
    return { ...run, notes: [...connection.notes, ...run.notes] };
  } finally {
    await started.connection.detach();
    await started.program.stop();
  }
}

/**
 * What the program and its drive get: which build it is, and a port of its own for the inspector of Node. With the usual port,
 * one other process that is inspected on this machine would end a comparison of many processes.
 */
export function environmentOf({ name }: Build): Readonly<Record<string, string>> {
  const given = process.env.NODE_OPTIONS;
  const options = given === undefined || given === '' ? anyPort : `${given} ${anyPort}`;
  return { HEAPTRAIL_BUILD: name, NODE_OPTIONS: options };
}

const anyPort = '--inspect-port=0';

async function lookAfterEach(
  { connection }: StartedTarget,
  workload: Workload,
  signal: AbortSignal,
): Promise<BuildRun> {
  const looks: Look[] = [];
  const notes: string[] = [];
  if (connection.pulses === undefined) notes.push(onlyTheHeap);
  let countsOperations = true;
  for (let interval = 0; interval <= intervalsOfWork; interval++) {
    const done = await workload.run(interval, signal);
    signal.throwIfAborted();
    countsOperations &&= done.operations !== undefined;
    notes.push(...done.notes);
    looks.push({ operations: done.operations ?? 1, ...(await lookAt(connection, signal)) });
  }
  return { looks, countsOperations, notes };
}

const onlyTheHeap =
  'what stays could not be counted by birth: only the growth of the heap is compared, which tells less';

/** Births if the process can tell them; else the size of its heap after a collection. */
async function lookAt(connection: ProcessConnection, signal: AbortSignal): Promise<Omit<Look, 'operations'>> {
  const { pulses, experiments } = connection;
  if (pulses !== undefined) {
    const { survivors } = await pulses.take();
    const { arrayBuffers = 0 } = await sizesOf(connection, signal);
    return { survivors, level: survivors.bytes.reduce((sum, bytes) => sum + bytes, arrayBuffers) };
  }
  if (experiments === undefined) throw cannotCollect(connection.target.pid);
  await experiments.collect();
  const { heapUsed, arrayBuffers = 0 } = await sizesOf(connection, signal);
  return { level: heapUsed + arrayBuffers };
}

/** A ledger goes on without a process that is busy for a moment, but a look that lacks its sizes spoils the whole comparison. */
async function sizesOf(
  connection: ProcessConnection,
  signal: AbortSignal,
): Promise<{ readonly heapUsed: number; readonly arrayBuffers?: number }> {
  const latest = performance.now() + longestSilence;
  do {
    const { heapUsed, arrayBuffers } = (await connection.sampleRuntime()) ?? {};
    if (heapUsed !== undefined) return { heapUsed, ...(arrayBuffers === undefined ? {} : { arrayBuffers }) };
    connection.ended.throwIfAborted();
    await setTimeout(pause, undefined, { signal });
  } while (performance.now() < latest);
  throw tooBusy(connection.target.pid);
}

/** On a machine that does much else, a process that is well may not get a turn for seconds. */
const longestSilence: Millis = 30_000;
const pause: Millis = 50;

function cannotCollect(pid: number): ProbeError {
  return new ProbeError(
    'no-pulses',
    `process ${pid} can be told only to write snapshots, but comparing builds needs a collection of garbage`,
    'let the program keep its inspector, or compare two recordings: heaptrail diff BASE HEAD',
  );
}

function tooBusy(pid: number): ProbeError {
  return new ProbeError(
    'target-silent',
    `process ${pid} did not say how large its heap is`,
    'give it less work in each interval, for example --requests 101',
  );
}
