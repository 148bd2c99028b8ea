import path from 'node:path';
import { type Rung, rungs } from '../format/rungs.ts';
import type { Millis } from '../format/units.ts';
import { UserError } from '../format/user-error.ts';
import type { PartName } from '../format/verdict.ts';
import type { DiagnosisProgress } from './diagnosis.ts';

export interface DiagnoseOptions {
  /** How long the answer may take in all, in milliseconds. Default: 60,000. */
  readonly time?: Millis;
  /** The folder for the bundle; must be new or empty. Default: one in the current directory, named after pid and time. */
  readonly out?: string;
  /** What the program calls itself, for the issue: `agent 1.4.2`. */
  readonly program?: string;
  /** The heaviest look at the heap that is allowed. Default: `snapshots`. */
  readonly maxRung?: Rung;
  /** No look may pause the program for longer, in milliseconds. Default: 5,000. */
  readonly maxPause?: Millis;
  /** An expression that counts operations, to tell rates per operation: `globalThis.served`. */
  readonly operations?: string;
  /** What "no growth" must cover. Default: all of memory, which takes some minutes to judge. */
  readonly parts?: readonly PartName[];
  /** Ends it early: `diagnose` then rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: DiagnosisProgress) => void;
}

/** Filled in. */
export interface DiagnosisTask {
  readonly time: Millis;
  readonly out: string;
  readonly program: string | undefined;
  readonly most: Rung;
  readonly longestPause: Millis;
  readonly operations: string | undefined;
  readonly parts: readonly PartName[] | undefined;
  readonly signal: AbortSignal | undefined;
  readonly onProgress: (progress: DiagnosisProgress) => void;
}

const defaultTime: Millis = 60_000;
const shortestTime: Millis = 5_000;
/** A person waits in front of the program. */
const defaultPause: Millis = 5_000;

/** @throws UserError `usage` */
export function taskOf(options: DiagnoseOptions): DiagnosisTask {
  const { time = defaultTime, maxRung = 'snapshots', maxPause = defaultPause, signal, onProgress } = options;
  if (!Number.isFinite(time) || time < shortestTime)
    throw wrong(`time is ${time}`, `give at least ${shortestTime}: it is in milliseconds`);
  if (!rungs.includes(maxRung)) throw wrong(`there is no rung ${maxRung}`, `choose from ${rungs.join(', ')}`);
  if (!(maxPause >= 0)) throw wrong(`maxPause is ${maxPause}`, 'give milliseconds, for example 500');
  return {
    time,
    out: path.resolve(options.out ?? bundleName(process.pid)),
    program: options.program,
    most: maxRung,
    longestPause: maxPause,
    operations: options.operations,
    parts: options.parts,
    signal,
    onProgress: onProgress ?? (() => {}),
  };
}

/** `heaptrail-doctor-4711-20260131T235959`, in UTC. */
export function bundleName(named: number | string, now = new Date()): string {
  return `heaptrail-doctor-${named}-${now.toISOString().slice(0, 19).replace(/[-:]/g, '')}`;
}

function wrong(message: string, next: string): UserError {
  return new UserError('usage', message, next);
}
