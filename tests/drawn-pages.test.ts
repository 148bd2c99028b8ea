import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { ResidentParts } from '../format/resident-parts.ts';
import { exampleManifest } from '../testing/example-recording.ts';
import { drawHeap } from '../testing/heap-builder.ts';
import { BrowserPage, type Look, launchBrowser } from './browser-page.ts';
import { heaptrail } from './heaptrail-command.ts';
import { summaryIn } from './page-file.ts';

/** Pages of recordings that are drawn: two of one program, which leaks into other Maps later. */

const captures = 4;
const startedAt = 1_700_000_000_000;
const interval = 60_000;

let room: string;
let browser: Browser;
let main: string;
let pages: Record<'recording' | 'redacted' | 'without' | 'diff', string>;
let open: BrowserPage[] = [];

const code = [
  'const store = {};',
  'export function keep(session) {',
  '  store.sessions.set(session.id, "<img src=x onerror=alert(1)>");',
  '}',
];

beforeAll(async () => {
  room = mkdtempSync(join(tmpdir(), 'heaptrail-drawn-'));
  browser = await launchBrowser();
  main = record('main', { sessions: 50, queue: 40 });
  const branch = record('branch', { sessions: 200, cache: 40 });
  const redacted = record('redacted', { sessions: 50 }, { redacted: true });
  const view = async (name: string, words: readonly string[], codes = [0]) => {
    const { code: ended, stderr } = await heaptrail(words);
    if (ended === null || !codes.includes(ended)) throw new Error(`heaptrail ended with ${ended}: ${stderr}`);
    return join(room, `${name}.html`);
  };
  const file = (name: string) => join(room, `${name}.html`);
  pages = {
    recording: await view('recording', ['view', main, '-o', file('recording')]),
    redacted: await view('redacted', ['view', redacted, '-o', file('redacted')]),
    without: await view('without', ['view', main, '--no-source', '-o', file('without')]),
    diff: await view('diff', ['diff', main, branch, '--html', file('diff')], [1]),
  };
}, 120_000);

afterEach(async () => {
  const problems = open.flatMap((page) => page.problems);
  await Promise.all(open.map((page) => page.close()));
  open = [];
  expect(problems).toEqual([]);
});

afterAll(async () => {
  await browser?.close();
  rmSync(room, { recursive: true, force: true });
});

describe('the chart of the heap', () => {
  it('says what was measured where the pointer is', async () => {
    const page = await show('recording', '#/');
    const cursor = page.page.locator('.cursor').first();
    const [x, y] = await placeOfCapture(page, 1);
    await page.page.mouse.move(x, y);
    expect(await cursor.locator('.tip').innerText()).toMatch(
      /alive in captures [\d.]+ KiB\s+in use [\d.]+ MiB/,
    );
    const [chart, tip] = [await cursor.boundingBox(), await cursor.locator('.tip').boundingBox()];
    expect(tip!.y).toBeGreaterThanOrEqual(chart!.y);
    expect(tip!.y + tip!.height).toBeLessThanOrEqual(chart!.y + chart!.height);
    await page.page.mouse.move(x, y - 400);
    expect(await cursor.locator('.tip').isVisible()).toBe(false);
  });

  it('brushed, sets which captures are compared, here and on the next screen', async () => {
    const page = await show('recording', '#/');
    await drag(page, 1, 3);
    expect(await page.hash()).toBe('#/?from=1&to=3');
    expect(await page.page.locator('.range select').first().inputValue()).toBe('1');
    expect(await page.page.locator('.cursor .chosen').last().isVisible()).toBe(true);
    await page.page.locator('.frame nav a', { hasText: 'compare' }).click();
    await page.leadsTo(/^#\/compare\?from=1&to=3$/);
    expect(await page.page.locator('.choices select').last().inputValue()).toBe('3');
  });

  it('is read and brushed with the keyboard', async () => {
    const page = await show('recording', '#/');
    const cursor = page.page.locator('.cursor').first();
    await cursor.focus();
    const words = () => cursor.getAttribute('aria-valuetext');
    await page.page.keyboard.press('Home');
    const first = await words();
    await page.page.keyboard.press('ArrowRight');
    expect(await words()).not.toBe(first);
    await page.page.keyboard.press('Home');
    await page.page.keyboard.press('Shift+End');
    expect(await page.hash()).toBe(`#/?from=0&to=${captures - 1}`);
    expect(await words()).toMatch(/ to .*in use \+/);
    await page.page.keyboard.press('Escape');
    expect(await page.hash()).toBe('#/');
    await page.page.locator('.range select').first().selectOption('2');
    expect(await page.hash()).toBe(`#/?from=2&to=${captures - 1}`);
  });

  it('is as wide as its place, also after the window changed', async () => {
    const page = await show('recording', '#/', { width: 1920 });
    const widths = async () => {
      const [drawn, place] = await page.page.evaluate<[number, number]>(
        `(({ firstElementChild: svg, clientWidth }) => [svg.viewBox.baseVal.width, clientWidth])(document.querySelector('.fitted'))`,
      );
      return Math.abs(drawn - place);
    };
    await expect.poll(widths).toBeLessThanOrEqual(4);
    await page.resize(700);
    await expect.poll(widths).toBeLessThanOrEqual(4);
  });
});

describe('the chart of the parts of resident memory', () => {
  it('piles them up, with a key and a value for each', async () => {
    const page = await show('recording', '#/');
    const figure = page.page.locator('figure.time', { hasText: 'resident memory by part' });
    expect(await figure.locator('path.area').count()).toBe(3);
    expect(await figure.locator('.key:not(.mark)').allInnerTexts()).toEqual([
      'JavaScript heap',
      'malloc arenas',
      'mapped files',
    ]);
    const cursor = figure.locator('.cursor');
    await cursor.focus();
    await page.page.keyboard.press('End');
    expect(await cursor.getAttribute('aria-valuetext')).toMatch(
      /JavaScript heap 4\.8 MiB, malloc arenas 27\.6 MiB, mapped files 22\.8 MiB$/,
    );
    expect(await page.accessibilityFaults()).toEqual([]);
  });
});

describe('the screen of a suspect', () => {
  it('shows the code of its place as text', async () => {
    const page = await show('recording', suspectHash('recording', 0));
    const excerpt = page.page.locator('.excerpt').first();
    expect(await excerpt.locator('figcaption code').textContent()).toBe('src/keep.mjs:2');
    expect(await excerpt.locator('.marked').innerText()).toContain('export function keep(session) {');
    expect(await excerpt.locator('pre').innerText()).toContain('"<img src=x onerror=alert(1)>"');
    expect(await page.page.locator('main img').count()).toBe(0);
  });

  it.each(['redacted', 'without'] as const)('shows no code in the page %s', async (which) => {
    const summary = summaryIn(pages[which]);
    expect(summary.excerpts).toBeUndefined();
    expect(summary.leftOut.join('\n')).toContain('lines of source code');
  });

  it('says what each step retains, and leads to the next suspect and back', async () => {
    const [first, second] = summaryIn(pages.recording).report.suspects;
    const page = await show('recording', suspectHash('recording', 0));
    expect(await page.page.locator('.chain').first().locator('.retained').first().innerText()).toMatch(
      /^retains [\d.]+ [KM]iB$/,
    );
    expect(await page.page.locator('.frame nav [aria-current]').innerText()).toBe('suspects');
    await page.page.locator('a[rel=next]').click();
    await page.leadsTo(new RegExp(second.fingerprint));
    await page.page.keyboard.press('p');
    await page.leadsTo(new RegExp(first.fingerprint));
    await page.page.keyboard.press('n');
    await page.leadsTo(new RegExp(second.fingerprint));
    await page.page.keyboard.press('Escape');
    await page.leadsTo(/^#\/$/);
    const focused = () => page.page.evaluate<string>(`document.activeElement.getAttribute('href') ?? ''`);
    await expect.poll(focused).toBe(`#/suspect/${second.fingerprint}`);
  });

  it('is printed light and whole, whatever the theme', async () => {
    const page = await show('recording', suspectHash('recording', 0), { colorScheme: 'dark' });
    await page.page.evaluate(`document.documentElement.dataset.theme = 'dark'`);
    await page.page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    const ground = await page.page.evaluate<string>(
      'getComputedStyle(document.documentElement).backgroundColor',
    );
    expect(ground).toBe('rgb(255, 255, 255)');
    expect(await page.page.locator('textarea').isVisible()).toBe(false);
    expect(await page.page.locator('pre.issue').innerText()).toContain('Fingerprint');
  });
});

describe('the comparison by path', () => {
  it('leads from a row to its objects and to its suspect', async () => {
    const page = await show('recording', '#/compare?by=path');
    const row = page.page.locator('tbody tr', { hasText: 'store.sessions[key]' }).first();
    expect(await row.locator('a').first().getAttribute('href')).toMatch(/^#\/class\/\d+$/);
    expect(await row.locator('a.tag').getAttribute('href')).toMatch(/^#\/suspect\//);
    const signs = await page.page.locator('tbody').innerText();
    expect(signs).not.toMatch(/(^|\s)-\d/m);
  });
});

describe('the page of two recordings', () => {
  it('says what became of each suspect, and leads to its screen', async () => {
    const page = await show('diff', '');
    expect(await page.hash()).toBe('#/diff');
    expect(await page.page.locator('h1').innerText()).toBe('Suspects: 1 new, 1 faster, 1 gone');
    const rows = page.page.locator('table:has(caption:text("suspects of both")) tbody tr');
    const states = await rows.locator('.state').allInnerTexts();
    expect(states).toEqual(['new', 'faster', 'gone']);
    await rows.last().locator('a').first().click();
    await page.leadsTo(/^#\/suspect\/[0-9a-f]{8}\?of=before$/);
    expect(await page.text()).toContain('in the earlier recording');
    expect(await page.page.locator('h1').innerText()).toContain('queue');
  });

  it('has the charts and the classes of both', async () => {
    const page = await show('diff', '#/diff');
    expect(await page.page.locator('.pairs figure figcaption strong').allInnerTexts()).toEqual(
      ['JavaScript heap', 'resident memory', 'resident memory by part'].flatMap((title) => [
        `before: ${title}`,
        `after: ${title}`,
      ]),
    );
    const ticks = page.page.locator('.pairs figure svg').filter({ hasText: 'MiB' });
    expect(await ticks.count()).toBeGreaterThan(0);
    const row = page.page.locator('table:has(caption:text("classes in the last")) tbody tr', {
      hasText: 'Session',
    });
    expect(await row.locator('td').first().innerText()).toBe(`${50 * captures}`);
    expect(await row.locator('td').nth(1).innerText()).toBe(`${200 * captures}`);
  });

  it.each([
    { width: 1280, colorScheme: 'light' },
    { width: 390, colorScheme: 'dark' },
  ] as const)('is accessible at $width pixels', async (look) => {
    const page = await show('diff', '#/diff', look);
    expect(await page.overflow()).toBeLessThanOrEqual(0);
    expect(await page.accessibilityFaults()).toEqual([]);
    await page.goTo(suspectHash('diff', 0));
    expect(await page.overflow()).toBeLessThanOrEqual(0);
    expect(await page.accessibilityFaults()).toEqual([]);
  });
});

it.each([
  { width: 1920, colorScheme: 'light' },
  { width: 390, colorScheme: 'light' },
] as const)('an overview with a choice of captures is accessible at $width pixels', async (look) => {
  const page = await show('recording', '#/?from=1&to=2', look);
  expect(await page.overflow()).toBeLessThanOrEqual(0);
  expect(await page.accessibilityFaults()).toEqual([]);
  expect(await page.page.locator('.suspects .confidence').first().isVisible()).toBe(true);
});

async function show(which: keyof typeof pages, hash: string, look?: Look): Promise<BrowserPage> {
  const page = await BrowserPage.open(browser, pathToFileURL(pages[which]).href, hash, look);
  open.push(page);
  return page;
}

function suspectHash(which: keyof typeof pages, place: number): string {
  return `#/suspect/${summaryIn(pages[which]).report.suspects[place].fingerprint}`;
}

async function placeOfCapture(page: BrowserPage, capture: number): Promise<readonly [number, number]> {
  const mark = page.page.locator('.time').first().locator('line.mark').nth(capture);
  await mark.scrollIntoViewIfNeeded();
  const box = (await mark.boundingBox())!;
  return [box.x + box.width / 2, box.y + box.height / 2];
}

/** From just before one capture to just behind another. */
async function drag(page: BrowserPage, from: number, to: number): Promise<void> {
  const [start, y] = await placeOfCapture(page, from);
  const [end] = await placeOfCapture(page, to);
  await page.page.mouse.move(start - 6, y);
  await page.page.mouse.down();
  await page.page.mouse.move(end + 6, y, { steps: 3 });
  await page.page.mouse.up();
}

/** A program whose Maps gain as many entries in each interval, and the code that fills one of them. */
function record(
  name: string,
  growing: Readonly<Record<string, number>>,
  target: { readonly redacted?: true } = {},
): string {
  const folder = join(room, `${name}.heaptrail`);
  mkdirSync(join(folder, 'captures'), { recursive: true });
  mkdirSync(join(room, 'src'), { recursive: true });
  const source = join(room, 'src', 'keep.mjs');
  writeFileSync(source, code.join('\n'));
  utimesSync(source, startedAt / 1_000 - 60, startedAt / 1_000 - 60);
  const drawn = drawHeap((h) => {
    const url = pathToFileURL(source).href;
    const scope = h.context();
    h.root.element(1, h.closure('main', scope, { location: { url, line: 1 } }));
    const inner = h.context();
    inner.internal('previous', scope);
    scope.variable('keep', h.closure('keep', inner, { location: { url, line: 2 } }));
    const store = h.object('Store');
    inner.variable('store', store);
    const maps = Object.entries(growing).map(([key, number]) => {
      const map = h.map();
      store.property(key, map);
      return { key, number, map };
    });
    for (let capture = 0; capture < captures; capture++) {
      for (const { key, number, map } of maps)
        for (let i = 0; i < number; i++) {
          const className = key === 'sessions' ? 'Session' : 'Entry';
          map.set(h.string(`${key} ${capture} ${i}`), h.object(className, { size: 300 }));
        }
      h.capture();
    }
  });
  const files = drawn.writeTo(join(folder, 'captures'));
  const taken = files.map((file, i) => ({
    file: `captures/${file.slice(file.lastIndexOf('/') + 1)}`,
    at: startedAt + (i + 1) * interval,
    operations: i * 100,
  }));
  const manifest = exampleManifest(startedAt, taken, { endedAt: startedAt + 5 * interval });
  const described = { ...manifest, target: { ...manifest.target, directory: room, startedAt, ...target } };
  writeFileSync(join(folder, 'recording.json'), JSON.stringify(described));
  const samples = Array.from({ length: 40 }, (_, i) => ({
    at: startedAt + (i * 5 * interval) / 40,
    rss: 5e7 + i * 2e5,
    heapUsed: 5e6 + i * 1e5,
    ...(i % 10 === 9 ? { parts: partsOf(startedAt + (i * 5 * interval) / 40, 5e7 + i * 2e5) } : {}),
  }));
  writeFileSync(
    join(folder, 'ledger.ndjson'),
    samples.map((sample) => `${JSON.stringify(sample)}\n`).join(''),
  );
  return folder;
}

/** Half of it in arenas of malloc. */
function partsOf(at: number, resident: number): ResidentParts {
  return {
    at,
    from: 'mappings',
    resident,
    sizes: { heap: 5e6, mallocArenas: resident / 2, files: resident / 2 - 5e6 },
  };
}
