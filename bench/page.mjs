// How quick the page of a large recording is in a real browser: npm run bench -- page --megabytes 1000 --rounds 5
// Makes two captures of one process in a temporary folder and the page of them; --source takes captures or a recording
// that exist, --page a page.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import { chromiumFlags, ensureChromium } from '../scripts/ensure-chromium.mjs';
import { capturesOf } from './heaps.mjs';

const { values } = parseArgs({
  args: process.argv.slice(3),
  options: {
    megabytes: { type: 'string', default: '1000' },
    rounds: { type: 'string', default: '5' },
    source: { type: 'string', multiple: true },
    page: { type: 'string' },
  },
});

const heaptrail = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url));

/** What a reader does, in order, on one open page: where it leads, and what is done there. */
const interactions = [
  ['overview to dominators', visit('#/dominators')],
  ['treemap', visit('#/dominators?picture=treemap')],
  ['one level down', clickOn('.box:nth-of-type(2)')],
  ['hover over a box', hoverOver('.box:nth-of-type(3)')],
  ['to compare by class', visit('#/compare')],
  ['sort', clickOn('thead th:nth-child(2) button')],
  ['filter', type('Session')],
  ['to compare by path', visit('#/compare?by=path')],
  ['filter paths', type('message')],
  ['to classes', visit('#/objects')],
  ['filter classes', type('Map')],
  ['to objects', visit('#/objects?show=objects')],
  ['filter objects', type('Tool')],
  ['to an object', clickOn('tbody th a')],
  ['open its retainers', clickOn('button.opener')],
  ['back to the overview', visit('#/')],
  ['dominators again', visit('#/dominators')],
  ['objects again', visit('#/objects?show=objects')],
];

const room = mkdtempSync(path.join(tmpdir(), 'heaptrail-bench-page-'));
try {
  const file = values.page ?? pageOf(values.source ?? capturesOf(Number(values.megabytes), 2, room));
  print(await measure(file), statSync(file).size);
} finally {
  rmSync(room, { recursive: true, force: true });
}

function pageOf(sources) {
  const file = path.join(room, 'page.html');
  const started = performance.now();
  execFileSync(process.execPath, [heaptrail, 'view', ...sources, '--output', file], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`page of ${sources.map(sizeOf).join(', ')} made in ${seconds} s`);
  return file;
}

/** Each round is a reader who opens the page for the first time. */
async function measure(file) {
  const browser = await chromium.launch({ executablePath: ensureChromium(), args: chromiumFlags });
  const figures = new Map();
  const note = (name, value) => figures.set(name, [...(figures.get(name) ?? []), value]);
  try {
    for (let round = 0; round < Number(values.rounds); round++) {
      const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
      const page = await context.newPage();
      const cpu = await cpuOf(context, page);
      await page.goto(pathToFileURL(file).href);
      await page.locator('main:not([aria-busy]) h1').waitFor();
      const spent = await cpu();
      for (const [name, wall] of Object.entries(await page.evaluate(loading)))
        note(name, { wall, cpu: spent });
      for (const [name, action] of interactions) {
        const before = await cpu();
        note(name, { wall: await page.evaluate(action), cpu: (await cpu()) - before });
      }
      await context.close();
    }
  } finally {
    await browser.close();
  }
  return figures;
}

/** What the page's own thread has worked so far: where other work takes turns with it, walls tell little. */
async function cpuOf(context, page) {
  const session = await context.newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  return async () => {
    const { metrics } = await session.send('Performance.getMetrics');
    return metrics.find(({ name }) => name === 'TaskDuration').value * 1000;
  };
}

/** In the page: the verdict is the first thing it paints; it answers when no long task runs. */
async function loading() {
  const entries = (kind) =>
    new Promise((resolve) => {
      new PerformanceObserver((list, observer) => {
        observer.disconnect();
        resolve(list.getEntries());
      }).observe({ type: kind, buffered: true });
      setTimeout(() => resolve([]), 300);
    });
  const paints = await entries('largest-contentful-paint');
  const tasks = await entries('longtask');
  const [{ domInteractive, loadEventEnd }] = performance.getEntriesByType('navigation');
  const painted = paints.at(-1)?.startTime ?? Number.NaN;
  const quiet = Math.max(0, ...tasks.map(({ startTime, duration }) => startTime + duration));
  return {
    'first meaningful paint': painted,
    interactive: Math.max(painted, domInteractive, loadEventEnd, quiet),
  };
}

/** From what is done until the browser has painted what comes of it. */
function timed(act) {
  return `(async () => {
    const main = document.querySelector('main');
    const painted = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    await painted();
    const started = performance.now();
    ${act}
    await new Promise((done) => setTimeout(done));
    while (main.hasAttribute('aria-busy')) await new Promise((done) => setTimeout(done, 1));
    await painted();
    return performance.now() - started;
  })()`;
}

function visit(hash) {
  return timed(`location.hash = ${JSON.stringify(hash)}; main.setAttribute('aria-busy', 'true');`);
}

function clickOn(selector) {
  return timed(
    `document.querySelector('main ' + ${JSON.stringify(selector)})?.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true }));`,
  );
}

function hoverOver(selector) {
  return timed(
    `document.querySelector('main ' + ${JSON.stringify(selector)})?.dispatchEvent(new PointerEvent('pointermove', { bubbles: true }));`,
  );
}

function type(words) {
  return timed(
    `const field = document.querySelector('[data-find]'); field.value = ${JSON.stringify(words)}; field.dispatchEvent(new Event('input', { bubbles: true }));`,
  );
}

function sizeOf(source) {
  const stat = statSync(source);
  return stat.isFile() ? `${Math.round(stat.size / 1e6)} MB` : source;
}

function print(figures, size) {
  console.log(`load ${loadavg()[0].toFixed(1)}, ${values.rounds} rounds\n`);
  console.log('| | wall | worst | CPU |\n|---|---:|---:|---:|');
  console.log(`| file | ${(size / 1e6).toFixed(2)} MB | | |`);
  for (const [name, all] of figures) {
    const walls = all.map(({ wall }) => wall).sort((a, b) => a - b);
    const cpus = all.map(({ cpu }) => cpu).sort((a, b) => a - b);
    const [median, worst, cpu] = [walls[walls.length >> 1], walls.at(-1), cpus[cpus.length >> 1]];
    console.log(`| ${name} | ${[median, worst, cpu].map((ms) => `${Math.round(ms)} ms`).join(' | ')} |`);
  }
}
