import { spawnSync } from 'node:child_process';
import type { Bytes, Millis } from '../../../format/units.ts';
import { environmentIn, type PsRow, parsePs, psColumns } from './ps-text.ts';

/** A look at all processes is good for so long: it takes a process of its own. */
const freshFor: Millis = 200;
const patience: Millis = 5_000;
const largestTable: Bytes = 64 << 20;

let looked: { readonly at: Millis; readonly rows: ReadonlyMap<number, PsRow> | undefined } | undefined;

/** All processes by pid, or undefined if there is no `ps`. */
export function psTable(): ReadonlyMap<number, PsRow> | undefined {
  const now = performance.now();
  if (looked === undefined || now - looked.at > freshFor) looked = { at: now, rows: readTable() };
  return looked.rows;
}

function readTable(): ReadonlyMap<number, PsRow> | undefined {
  const text = ps(['-A', '-ww', '-o', psColumns]);
  if (text === undefined) return undefined;
  return new Map(parsePs(text).map((row) => [row.pid, row]));
}

export function psEnvironment(pid: number, command: string): readonly string[] {
  return environmentIn(ps(['eww', '-o', 'args=', '-p', String(pid)]) ?? '', command);
}

function ps(args: readonly string[]): string | undefined {
  const { status, stdout } = spawnSync('ps', args, {
    encoding: 'utf8',
    // Dates in one language.
    env: { ...process.env, LC_ALL: 'C', TZ: 'UTC' },
    stdio: ['ignore', 'pipe', 'ignore'],
    timeout: patience,
    maxBuffer: largestTable,
  });
  return status === 0 ? stdout : undefined;
}
