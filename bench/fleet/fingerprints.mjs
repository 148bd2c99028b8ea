// Which fingerprints stay the same from build to build: npm run bench -- fleet-fingerprints
// One program with three leaks is built in several ways, recorded and judged; each row says how many of the fingerprints
// of the first build are found again.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const command = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
const room = mkdtempSync(path.join(tmpdir(), 'fingerprints-'));

const sessions = `
export const sessions = new Map();
export function openSession(id) { sessions.set(id, { id, history: ['turn ' + id] }); }
`;
const bus = `
export class Bus {
  handlers = [];
  subscribe(handler) { this.handlers.push({ handler, at: Date.now() }); }
}
`;
const results = `
export function resultCache() {
  const byKey = {};
  return { keep(key) { byKey['result-' + key] = { key, rows: [key, key + 1] }; } };
}
`;
const main = (folder, extra = '') => `
import { openSession } from './${folder}/sessions.mjs';
import { Bus } from './${folder}/bus.mjs';
import { resultCache } from './${folder}/results.mjs';
${extra}
const bus = new Bus();
const cache = resultCache();
globalThis.serverState = { bus };
let id = 0;
setInterval(() => {
  for (let i = 0; i < 20; i += 1) { id += 1; openSession(id); bus.subscribe(() => id); cache.keep(id); }
}, 20);
console.log('ready');
`;

function written(name, folder, extra) {
  const place = path.join(room, name);
  mkdirSync(path.join(place, folder), { recursive: true });
  for (const [file, text] of Object.entries({ sessions, bus, results }))
    writeFileSync(path.join(place, folder, `${file}.mjs`), text);
  writeFileSync(path.join(place, 'main.mjs'), main(folder, extra));
  return path.join(place, 'main.mjs');
}

async function bundled(entry, name, options) {
  const outfile = path.join(room, name, 'main.mjs');
  await build({ entryPoints: [entry], outfile, bundle: true, format: 'esm', platform: 'node', ...options });
  return outfile;
}

async function fingerprintsOf(file, name) {
  const program = spawn(process.execPath, [file], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(createInterface(program.stdout), 'line');
  const out = path.join(room, `${name}.heaptrail`);
  try {
    const words = [
      'attach',
      String(program.pid),
      ...['--every', '1s', '--captures', '3', '--parts', 'heap'],
      '--out',
      out,
      '-q',
      '--fail-on',
      'never',
    ];
    execFileSync(process.execPath, [command, ...words], { stdio: 'ignore' });
  } finally {
    program.kill();
  }
  const { suspects } = JSON.parse(readFileSync(path.join(out, 'report.json'), 'utf8'));
  return suspects
    .filter(({ confirmed }) => confirmed)
    .map(({ fingerprint, holders }) => ({ fingerprint, holder: holders[0]?.expression }));
}

const plain = written('plain', 'src');
const later =
  'export const version = 2; export function unrelated(list) { return list.map((one) => one * version); }';
const variants = {
  'as written': plain,
  'as written, again': plain,
  'files moved to another folder': written('moved', 'lib/server'),
  'a later version with other code': written('later', 'src', later),
  bundled: await bundled(plain, 'bundled', {}),
  'bundled and minified, with a source map': await bundled(plain, 'mapped', {
    minify: true,
    sourcemap: true,
  }),
  'bundled and minified, without': await bundled(plain, 'minified', { minify: true }),
  'minified without, a later version': await bundled(written('later2', 'src', later), 'minified2', {
    minify: true,
  }),
};
let first;
for (const [name, file] of Object.entries(variants)) {
  const found = await fingerprintsOf(file, name.replace(/\W+/g, '-'));
  first ??= found;
  const same = found.filter(({ fingerprint }) => first.some((one) => one.fingerprint === fingerprint)).length;
  console.log(
    `| ${name} | ${found.length} | ${same} | ${found.map(({ fingerprint, holder }) => `${fingerprint} ${holder}`).join(', ')} |`,
  );
}
rmSync(room, { recursive: true, force: true });
