// Makes docs/screenshots/*.png from a recording of a sample: `npm run build && node scripts/screenshots.mjs`.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { inflateSync } from 'node:zlib';
import { chromium } from 'playwright-core';
import { unpackTable } from '../dist/format/page-table.js';
import { attachOptions, samples } from '../samples/index.mjs';
import { startSample } from '../samples/start-sample.mjs';
import { chromiumFlags, ensureChromium } from './ensure-chromium.mjs';

const heaptrail = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url));
const target = fileURLToPath(new URL('../docs/screenshots/', import.meta.url));
const root = fileURLToPath(new URL('../', import.meta.url));
const sample = samples.find(({ name }) => name === (process.argv[2] ?? 'chat-run-buffers'));

const room = mkdtempSync(path.join(tmpdir(), 'heaptrail-screenshots-'));
try {
  const page = await reportOf(sample);
  await photograph(page);
} finally {
  rmSync(room, { recursive: true, force: true });
}

async function reportOf({ name, recording }) {
  const folder = path.join(room, `${name}.heaptrail`);
  const file = path.join(room, `${name}.html`);
  const agent = await startSample(name);
  try {
    command(['attach', agent.pid, ...attachOptions({ recording }), '--quiet', '--out', folder]);
  } finally {
    await agent.stop();
  }
  command(['view', folder, '--output', file]);
  // Pictures must not show where this copy of the project is.
  writeFileSync(file, readFileSync(file, 'utf8').replaceAll(root, '/srv/heaptrail/'));
  return file;
}

/** Exit code 1 says that suspects were found, which is what a picture is for. */
function command(words) {
  try {
    execFileSync(process.execPath, [heaptrail, ...words.map(String)], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  } catch (error) {
    if (error.status !== 1) throw error;
  }
}

/** The page's table of objects begins with the holder of the first suspect. */
function holderIn(file) {
  const [, base64] = /id="table-objects">([^<]*)</.exec(readFileSync(file, 'utf8'));
  const packed = inflateSync(Buffer.from(base64, 'base64'));
  return unpackTable(new Uint8Array(packed)).columns.id[0];
}

async function photograph(file) {
  mkdirSync(target, { recursive: true });
  const address = pathToFileURL(file).href;
  const [, json] = /id="summary">([^<]*)</.exec(readFileSync(file, 'utf8'));
  const [suspect] = JSON.parse(json).report.suspects;
  const shots = [
    { name: 'overview', hash: '#/', height: 860 },
    { name: 'suspect', hash: `#/suspect/${suspect.fingerprint}`, height: 860 },
    { name: 'dominators', hash: '#/dominators', height: 720, colorScheme: 'dark' },
    { name: 'treemap', hash: '#/dominators?picture=treemap', height: 720 },
    { name: 'packages', hash: '#/packages', height: 720 },
    { name: 'allocations', hash: '#/allocations', height: 720 },
    { name: 'compare', hash: '#/compare', height: 620 },
    { name: 'compare-paths', hash: '#/compare?by=path', height: 620 },
    { name: 'object', hash: `#/object/${holderIn(file)}`, height: 620 },
    { name: 'coverage', hash: '#/coverage', height: 720 },
    { name: 'overview-narrow', hash: '#/', height: 780, width: 390, colorScheme: 'dark' },
  ];
  const browser = await chromium.launch({ executablePath: ensureChromium(), args: chromiumFlags });
  try {
    for (const { name, hash, height, width = 1120, colorScheme = 'light' } of shots) {
      const page = await browser.newPage({
        viewport: { width, height },
        colorScheme,
        reducedMotion: 'reduce',
      });
      await page.goto(`${address}${hash}`);
      await page.locator('main:not([aria-busy]) h1').waitFor();
      const picture = path.join(target, `${name}.png`);
      await page.screenshot({ path: picture });
      await page.close();
      console.log(`${name}.png ${Math.ceil(statSync(picture).size / 1024)} KiB`);
    }
  } finally {
    await browser.close();
  }
}
