// Knows whether dist/ was built from the sources as they are now: installing builds it, and the tests need not again.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const stamp = join(root, '.cache/built');
const folders = [
  'format',
  'store',
  'judgement',
  'probes',
  'analyzer',
  'fleet',
  'viewer',
  'doctor',
  'cli',
  'assist',
  'testing',
  'scripts',
];
const settings = ['package.json', 'package-lock.json', 'tsconfig.json', 'tsconfig.build.json'];

/** False as well where something in dist/ was changed or is missing. */
export function isBuilt() {
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === currentStamp();
}

export function noteBuilt() {
  mkdirSync(join(root, '.cache'), { recursive: true });
  writeFileSync(stamp, currentStamp());
}

function currentStamp() {
  const sources = [...folders.flatMap(filesIn), ...settings].filter((name) => !name.endsWith('.test.ts'));
  return `${process.version} ${digestOf(sources)} ${digestOf(filesIn('dist'))}\n`;
}

function filesIn(folder) {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((name) => statSync(join(root, name)).isFile())
    .sort();
}

function digestOf(files) {
  const hash = createHash('sha256');
  for (const name of files) hash.update(`${name}\0`).update(readFileSync(join(root, name)));
  return hash.digest('hex');
}
