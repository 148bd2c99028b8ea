import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Runs that are done stay in .cache/, so that a long bench can go on where it was stopped. */
const folder = fileURLToPath(new URL('../../.cache/native-runs', import.meta.url));

/** @returns all rows that were kept, without what only the one who made them needs */
export function keptRows() {
  mkdirSync(folder, { recursive: true });
  return readdirSync(folder).map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')));
}

/** Takes the place of an earlier row of the same run. */
export function keepRow(row) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${keyOf(row).replaceAll(' ', '-')}.json`), JSON.stringify(row));
}

export function keyOf({ sample, runtime, twin, withPerf }) {
  return [sample, runtime, twin, ...(withPerf ? ['perf'] : [])].join(' ');
}
