import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const heaptrail = join(root, 'dist/cli/main.js');
const resolve = createRequire(import.meta.url).resolve;

/** Programs that people run for hours, as one would type them. */
export function realPrograms({ node, bun, room }) {
  const tsc = resolve('typescript/lib/tsc.js');
  const vite = join(root, 'node_modules/vite/bin/vite.js');
  const site = join(room, 'index.html');
  writeFileSync(site, '<script type="module" src="/main.js"></script>');
  writeFileSync(join(room, 'main.js'), 'document.title = String(Date.now());');
  const served = [room, '--host', '127.0.0.1', '--port', '0'];
  return [
    { name: 'tsc --watch on this project', command: [node, tsc, '--watch', '--noEmit', '-p', root] },
    { name: 'vite dev', command: [node, vite, ...served] },
    { name: 'vite dev in Bun', command: [bun, vite, ...served] },
  ];
}

/** Records memory alone, by the built command, and compares each reading with resident memory by the kernel's own count. */
export async function recordParts(command, seconds) {
  const room = mkdtempSync(join(tmpdir(), 'heaptrail-parts-'));
  const folder = join(room, 'run.heaptrail');
  try {
    const words = [
      'record',
      '--captures',
      '0',
      '--for',
      `${seconds}s`,
      '--out',
      folder,
      '--json',
      '--quiet',
      '--',
    ];
    await new Promise((done) =>
      execFile(process.execPath, [heaptrail, ...words, ...command], { maxBuffer: 2 ** 28 }, done),
    );
    const samples = readFileSync(join(folder, 'ledger.ndjson'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    const readings = samples.filter(({ parts }) => parts !== undefined);
    // Of the same moment as its sample, and without the growth of the start.
    return { readings: readings.length, last: readings.at(-1) };
  } finally {
    rmSync(room, { recursive: true, force: true });
  }
}
