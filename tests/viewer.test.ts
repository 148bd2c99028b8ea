import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import { applyBaseline, updatedBaseline } from '../analyzer/report/baseline.ts';
import { printable } from '../format/printable.ts';
import { attachOptions, samples } from '../samples/index.mjs';
import { startSample } from '../samples/start-sample.mjs';
import { drawHeap } from '../testing/heap-builder.ts';
import { BrowserPage, type Look, launchBrowser } from './browser-page.ts';
import { commandFile, heaptrail } from './heaptrail-command.ts';
import { drawHostileHeap, hostileNames, secret } from './hostile-names.ts';
import { blockIn, objectIn, summaryIn, tableIn } from './page-file.ts';
import { areShared, sharedRecording, sharedSample } from './shared-samples.ts';

/** The page as a reader has it: a file on disk in a real browser. */

let room: string;
let browser: Browser;
let hostile: string;
let live: string;
let open: BrowserPage[] = [];

beforeAll(async () => {
  room = mkdtempSync(join(tmpdir(), 'heaptrail-viewer-'));
  browser = await launchBrowser();
  hostile = await view('hostile', drawHostileHeap(room));
  live = await view('live', [await recordSample()]);
}, 300_000);

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

const screens = [
  '#/',
  '#/suspect/',
  '#/dominators',
  '#/dominators?picture=treemap',
  '#/packages',
  '#/allocations',
  '#/compare',
  '#/compare?by=path',
  '#/objects',
  '#/objects?show=objects',
  '#/class/0',
  '#/object/',
  '#/coverage',
];
const looks: readonly Required<Look>[] = [
  { width: 1280, colorScheme: 'light' },
  { width: 390, colorScheme: 'dark' },
];

describe.each(['live', 'hostile'] as const)('the page of a %s recording', (which) => {
  it.each(looks)('is readable on every screen at $width pixels, $colorScheme', async (look) => {
    const page = await openPage(which, '#/', look);
    for (const screen of screens) {
      const hash = completed(which, screen);
      await page.goTo(hash);
      expect(await page.page.locator('h1').count(), `headings of ${hash}`).toBe(1);
      expect(await page.overflow(), `overflow of ${hash}`).toBeLessThanOrEqual(0);
      if (which === 'live') expect(await page.cutTables(), hash).toEqual([]);
      // Axe takes most of the time; wide and light, the live page stands for both.
      if (which === 'live' || look.width < 600) expect(await page.accessibilityFaults(), hash).toEqual([]);
    }
  });

  it('has a table beside every picture', async () => {
    const pictures = ['#/', '#/suspect/', '#/dominators', '#/dominators?picture=treemap'];
    if (which === 'live') pictures.push('#/packages', '#/allocations');
    for (const screen of pictures) {
      const page = await openPage(which, completed(which, screen));
      const drawn = await page.page.locator('main figure:has(svg[role=img])').count();
      const tables = await page.page.locator('main table').count();
      expect(tables, screen).toBeGreaterThanOrEqual(drawn);
      if (screen !== '#/' || which === 'live') expect(drawn, screen).toBeGreaterThan(0);
    }
  });
});

describe('a reader', () => {
  it('sees the verdict first, and which holder to look at', async () => {
    const { report } = summaryIn(live);
    const page = await openPage('live', '#/');
    expect(await page.page.locator('h1').textContent()).toBe(report.verdict.sentence.replaceAll('`', ''));
    expect(await page.page.title()).toContain('heaptrail');
    const text = await page.text();
    expect(text).toContain(report.suspects[0].holders[0].expression);
    for (const missing of report.coverage.notSeen) expect(text).toContain(missing.replaceAll('`', ''));
  });

  it('follows a suspect to its path, its evidence and a text for an issue', async () => {
    const [suspect] = summaryIn(live).report.suspects;
    const page = await openPage('live', '#/');
    await page.page.locator('.suspects a').first().click();
    await page.drawn();
    expect(await page.hash()).toBe(`#/suspect/${suspect.fingerprint}`);
    const growing = page.page.locator('.chain .growing .edge');
    expect(await growing.count()).toBe(1);
    expect(await page.page.locator('.chain').first().locator('li').count()).toBe(suspect.path.length);
    const issue = await page.page.locator('textarea.issue').inputValue();
    expect(issue).toContain(suspect.title);
    expect(issue).toContain(suspect.fingerprint);
    for (const line of suspect.evidence) expect(issue).toContain(line);
  });

  it('sees which calls allocate what a suspect holds, as a picture and as a table', async () => {
    const [suspect] = summaryIn(live).report.suspects;
    const page = await openPage('live', `#/suspect/${suspect.fingerprint}`);
    const names = suspect.allocations!.sites.map(({ frame }) => frame.function);
    expect(names).toContain('handleRequest');
    const told = await page.page
      .locator('table:has(caption:text("functions that allocate it")) tbody th')
      .allTextContents();
    expect(told.map((text) => text.split(' ')[0])).toEqual(names);
    const boxes = page.page.locator('.stacks .box');
    expect(await boxes.locator('text').first().textContent()).toBe('all of it');
    await boxes.nth(1).hover();
    expect(await page.page.locator('.stacks .tip').textContent()).toMatch(/alive.* of this picture/);
  });

  it('sees of exact stacks that they were counted', async () => {
    const heap = drawHeap((h) => {
      const sessions = h.map();
      h.root.property('sessions', sessions);
      for (let interval = 0; interval < 4; interval++) {
        for (let i = 0; i < 30; i++) {
          const stack = i < 20 ? 'main handle' : 'main visit';
          const entry = h.object('Session', { size: 400, ...(interval === 3 ? { stack } : {}) });
          sessions.set(h.string(`key ${interval} ${i}`), entry);
        }
        h.capture();
      }
    });
    const folder = join(room, 'counted');
    mkdirSync(folder);
    const file = await view('counted', heap.writeTo(folder));
    const [suspect] = summaryIn(file).report.suspects;
    const page = await BrowserPage.open(
      browser,
      pathToFileURL(file).href,
      `#/suspect/${suspect.fingerprint}`,
    );
    open.push(page);
    const table = page.page.locator('table:has(caption:text("functions that allocate it"))');
    expect(await table.locator('thead th').allTextContents()).toEqual([
      'function',
      'called by',
      'alive',
      'in the last interval',
      'objects',
    ]);
    expect(await table.locator('tbody tr').allTextContents()).toEqual([
      expect.stringMatching(/^handle .*20$/),
      expect.stringMatching(/^visit .*10$/),
    ]);
    expect(await page.page.locator('body').textContent()).toContain('Counted object by object');
  });

  it('is led to what was asked for by a link alone', async () => {
    const [suspect] = summaryIn(live).report.suspects;
    const short = await openPage('live', `#/suspect/${suspect.fingerprint.slice(0, 4)}`);
    expect(await short.page.locator('h1').textContent()).toBe(suspect.title.replaceAll('`', ''));

    const compare = await openPage('live', '#/compare?from=1&to=2&show=grown&find=string&sort=name');
    expect(await compare.page.locator('select').first().inputValue()).toBe('1');
    expect(await compare.page.locator('select').last().inputValue()).toBe('2');
    expect(await compare.page.locator('[data-find]').inputValue()).toBe('string');
    expect(await compare.page.locator('th[aria-sort=ascending]').textContent()).toContain('class');
    for (const name of await compare.page.locator('tbody th').allTextContents())
      expect(name.toLowerCase()).toContain('string');
  });

  it.each(['#/suspect/zzzzzzzz', '#/object/1234567', '#/dominators/99999', '#/class/99999', '#/%E0%A4%A'])(
    'is told where %s leads to nothing',
    async (hash) => {
      const page = await openPage('live', hash);
      expect(await page.page.locator('main a').first().getAttribute('href')).toContain('#/');
    },
  );

  it('drills down in the dominators by picture and by table', async () => {
    const page = await openPage('live', '#/dominators');
    const boxes = await page.page.locator('.box').count();
    expect(boxes).toBeGreaterThan(10);
    await page.page.locator('tbody a[href^="#/dominators/"]').first().click();
    await page.leadsTo(/^#\/dominators\//);
    await page.drawn();
    const below = await page.hash();
    await page.page.locator('.box').nth(1).click();
    await expect.poll(() => page.hash()).not.toBe(below);
  });

  it('opens the retainers of an object one level at a time', async () => {
    const page = await openPage('live', '#/objects?show=objects&find=SessionHub');
    await page.page.locator('tbody th a').first().click();
    await page.page.locator('.retainers').waitFor();
    const before = await page.page.locator('.retainers li').count();
    const opener = page.page.locator('.retainers button.opener').first();
    await opener.click();
    expect(await opener.getAttribute('aria-expanded')).toBe('true');
    expect(await page.page.locator('.retainers li').count()).toBeGreaterThan(before);
    await opener.click();
    expect(await page.page.locator('.retainers li').count()).toBe(before);
  });

  it('reads the page with the keyboard alone', async () => {
    const { suspects } = summaryIn(live).report;
    const page = await openPage('live', '#/');
    const press = async (key: string) => {
      await page.page.keyboard.press(key);
      await page.drawn();
    };
    await press('j');
    await press('Enter');
    await page.leadsTo(/^#\/suspect\//);
    expect(await page.hash()).toBe(`#/suspect/${suspects[0].fingerprint}`);
    await press('Escape');
    await page.leadsTo(/^#\/$/);

    await press('?');
    expect(await page.page.locator('dialog').isVisible()).toBe(true);
    await press('Escape');
    expect(await page.page.locator('dialog').isVisible()).toBe(false);

    await page.goTo('#/objects?show=objects');
    await press('f');
    await page.page.locator('[data-find]:focus').waitFor();
    await page.page.keyboard.type('SessionHub');
    expect(await page.hash()).toContain('find=SessionHub');
    await press('Escape');
    await press('j');
    await press('Enter');
    await page.leadsTo(/^#\/object\//);
    await page.page.locator('h1:focus').waitFor();
    expect(await page.text()).toContain('held by');
    const fields = page.page.locator('table.fields tbody tr');
    const before = await fields.count();
    expect(before).toBeGreaterThan(0);
    const opener = page.page.locator('table.fields button.opener').first();
    await opener.click();
    expect(await fields.count()).toBeGreaterThan(before);
    await opener.click();
    expect(await fields.count()).toBe(before);
    await press('Escape');
    // Back to the list as it was left, and to the row that was opened.
    await page.leadsTo(/^#\/objects\?.*find=SessionHub/);
    await page.page.locator('tbody a:focus').waitFor();
  });

  it('searches everything with `/`, and sees what is found on the screen', async () => {
    const page = await openPage('live', '#/dominators');
    await page.page.keyboard.press('/');
    await page.page.keyboard.type('sessionhub');
    const options = page.page.locator('[role=option]');
    await options.first().waitFor();
    expect(await page.page.locator('.search [role=status]').textContent()).toMatch(
      /^\d+ results?, .*boxe?s?/,
    );
    expect(await page.page.locator('.box.found').count()).toBeGreaterThan(0);
    expect(await page.hash()).toContain('q=sessionhub');
    expect(await page.accessibilityFaults({ contrast: false })).toEqual([]);
    await page.page.keyboard.press('ArrowDown');
    expect(await options.first().getAttribute('aria-selected')).toBe('true');
    const before = await page.hash();
    await page.page.keyboard.press('Enter');
    await expect.poll(() => page.hash()).not.toBe(before);
    await page.drawn();
    expect(await page.page.locator('.search .panel').isVisible()).toBe(false);
  });

  it('is told what a box is beside the pointer and by arrow keys', async () => {
    const page = await openPage('live', '#/dominators');
    const tip = page.page.locator('.tip');
    await page.page.locator('.box').nth(1).hover();
    expect(await tip.textContent()).toMatch(/retained.*of this picture/);
    await page.page.mouse.move(0, 0);
    await tip.waitFor({ state: 'hidden' });
    await page.page.locator('h1').focus();
    while (!(await page.page.evaluate("document.activeElement.matches('.picture')")))
      await page.page.keyboard.press('Tab');
    await page.page.keyboard.press('ArrowDown');
    const told = await tip.locator('strong').textContent();
    await page.page.keyboard.press('ArrowRight');
    expect(await tip.locator('strong').textContent()).not.toBe(told);
    await page.page.keyboard.press('ArrowLeft');
    await page.page.keyboard.press('Enter');
    await page.leadsTo(/^#\/(dominators|object)\//);
    expect(await page.page.locator('h1').textContent()).toContain(told);
  });

  it('finds what a filter of the dominators names on every level', async () => {
    const page = await openPage('live', '#/dominators');
    await page.page.locator('[data-find]').fill('Session');
    expect(await page.page.locator('tbody .within').count()).toBeGreaterThan(0);
  });

  it('sees callers and callees of a function, and takes the samples to speedscope', async () => {
    const page = await openPage('live', '#/allocations?sort=total&find=handleRequest');
    const download = page.page.waitForEvent('download');
    await page.page.getByRole('button', { name: 'save for speedscope' }).click();
    const saved = JSON.parse(readFileSync(await (await download).path(), 'utf8'));
    expect(saved.shared.frames.map(({ name }: { name: string }) => name)).toContain('handleRequest');
    await page.page.locator('tbody th a').first().click();
    await page.leadsTo(/function=handleRequest/);
    expect(await page.page.locator('h1').textContent()).toContain('handleRequest');
    expect(await page.page.locator('.flames .picture').count()).toBeGreaterThan(0);
  });

  it('saves a table as CSV', async () => {
    const page = await openPage('live', '#/packages?only=own');
    const download = page.page.waitForEvent('download');
    await page.page.getByRole('button', { name: /^CSV/ }).click();
    const lines = readFileSync(await (await download).path(), 'utf8').split('\r\n');
    expect(lines[0]).toBe('code,kind,size,share,objects,grew');
    expect(lines[1]).toContain('my code');
  });

  it('walks a list down and up, and stays at its ends', async () => {
    const page = await openPage('live', '#/objects');
    const focused = () => page.page.evaluate<string>('document.activeElement.textContent');
    const links = await page.page.locator('tbody [data-item]').allTextContents();
    await page.page.keyboard.press('k');
    expect(await focused()).toBe(links.at(-1));
    await page.page.locator('h1').focus();
    for (const key of ['j', 'j', 'k']) await page.page.keyboard.press(key);
    expect(await focused()).toBe(links[0]);
    await page.page.keyboard.press('k');
    expect(await focused()).toBe(links[0]);
  });

  it('chooses light or dark against the system', async () => {
    const page = await openPage('live', '#/', { colorScheme: 'dark' });
    const ground = () =>
      page.page.evaluate<string>('getComputedStyle(document.documentElement).backgroundColor');
    const dark = await ground();
    await page.page.getByRole('button', { name: 'theme: auto' }).click();
    expect(await ground()).not.toBe(dark);
    await page.page.getByRole('button', { name: 'theme: light' }).click();
    expect(await ground()).toBe(dark);
  });

  it('prints what is to be read, and nothing to be clicked', async () => {
    const page = await openPage('live', '#/');
    await page.page.emulateMedia({ media: 'print' });
    expect(await page.page.locator('nav').first().isVisible()).toBe(false);
    expect(await page.page.locator('h1').isVisible()).toBe(true);
    // A4 with the margins of the browser.
    await page.resize(718);
    for (const screen of ['#/compare?by=path', '#/dominators?q=hub', '#/allocations']) {
      await page.goTo(screen);
      expect(
        await page.page.locator('.search, .find, .choice a:not([aria-current])').first().isVisible(),
      ).toBe(false);
      expect(await page.overflow(), screen).toBeLessThanOrEqual(0);
      expect(await page.cutTables(), screen).toEqual([]);
    }
  });
});

describe('hostile names', () => {
  it('are shown as text and never become markup', async () => {
    const page = await openPage('hostile', '#/objects');
    for (const name of Object.values(hostileNames)) {
      const shown = printable(name).slice(0, 60);
      await page.page.locator('[data-find]').fill(name.slice(0, 60));
      const found = page.page.locator('tbody th a', { hasText: shown.trim() });
      expect(await found.count(), shown).toBeGreaterThan(0);
    }
    for (const screen of screens) {
      await page.goTo(completed('hostile', screen));
      expect(await page.page.evaluate('window.owned'), screen).toBeUndefined();
      expect(await page.page.locator('main :is(script, img, iframe, object, embed)').count(), screen).toBe(0);
    }
  });

  it('lead to what they name', async () => {
    const page = await openPage('hostile', '#/objects');
    await page.page.locator('[data-find]').fill('<script>window');
    await page.page.locator('tbody th a').first().click();
    await page.page.locator('.screen.class').waitFor();
    expect(await page.page.locator('h1').textContent()).toBe(hostileNames.script);
  });

  it('of the recording itself do not leave the title and the frame', async () => {
    const name = '"><img src=x onerror=alert(1)>';
    const file = await view(name, drawHostileHeap(mkdtempSync(join(room, 'named-'))));
    const page = await BrowserPage.open(browser, pathToFileURL(file).href, '#/');
    open.push(page);
    expect(await page.page.locator('body > :is(img, iframe)').count()).toBe(0);
  });
});

describe('the file', () => {
  it('keeps what strings say to itself, unless asked', async () => {
    expect(everythingIn(hostile)).not.toContain(secret);
    const told = await view('told', drawHostileHeap(mkdtempSync(join(room, 'told-'))), ['--include-strings']);
    expect(everythingIn(told)).toContain(secret);
  });

  it('allows its own code by hash, and nothing else', () => {
    const html = readFileSync(live, 'utf8');
    const [, policy] = /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(html) ?? [];
    expect(policy).toMatch(
      /^default-src 'none'; script-src 'sha256-[^']+'; style-src 'sha256-[^']+'; worker-src blob:; /,
    );
    expect(policy).not.toMatch(/unsafe|https?:|connect-src|\*/);
    expect(html).not.toMatch(/ (src|href)=/);
  });

  it('stays small: 250 KB without data, 80 KB of them gzipped', () => {
    const page = ['page.js', 'page.css'].map((name) =>
      readFileSync(new URL(`../dist/viewer/${name}`, import.meta.url)),
    );
    const whole = Buffer.concat(page);
    expect(whole.length).toBeLessThanOrEqual(250 * 1024);
    expect(gzipSync(whole, { level: 9 }).length).toBeLessThanOrEqual(80 * 1024);
    expect(Buffer.byteLength(blockIn(live, 'summary'))).toBeLessThanOrEqual(100 * 1024);
  });

  it('is made from a JSON report alone as well', async () => {
    const report = join(room, 'report.json');
    await heaptrail(['analyze', join(room, 'live.heaptrail'), '--json', '--output-file', report]);
    const file = await view('from-report', [report]);
    const page = await BrowserPage.open(browser, pathToFileURL(file).href, '#/dominators');
    open.push(page);
    expect(await page.text()).toContain('carries no heap');
    await page.goTo('#/');
    expect(await page.page.locator('.suspects li').count()).toBeGreaterThan(0);
  });

  it('tells what a baseline accepts, and what it accepts in vain', async () => {
    const { report } = summaryIn(live);
    const [known] = updatedBaseline(report, { suspects: [] }, 0).suspects;
    const past = { ...known, fingerprint: '0badcafe', holder: 'src/past.mjs:queue' };
    const file = join(room, 'accepted.json');
    writeFileSync(file, JSON.stringify(applyBaseline(report, { suspects: [known, past] }, 1)));
    const shown = pathToFileURL(await view('accepted', [file])).href;
    const overview = await BrowserPage.open(browser, shown, '#/');
    const suspect = await BrowserPage.open(browser, shown, `#/suspect/${known.fingerprint}`);
    open.push(overview, suspect);
    const text = await overview.text();
    expect(text).toContain('accepted by the baseline');
    expect(text).not.toContain('accepted by the configuration');
    expect(text).toContain('src/past.mjs:queue (0badcafe): --update removes it from the baseline');
    expect(await suspect.text()).toContain('accepted by the baseline, for its fingerprint');
  });
});

describe('view --serve', () => {
  it('serves the page on loopback, to those who know its address, until it is interrupted', async () => {
    const server = spawn(process.execPath, [commandFile, 'view', join(room, 'live.heaptrail'), '--serve']);
    const closed = once(server, 'close');
    try {
      const [address] = (await once(createInterface(server.stdout), 'line')) as [string];
      expect(address).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/[\w-]{20,}\/$/);
      const page = await BrowserPage.open(browser, address, '#/dominators');
      open.push(page);
      expect(await page.page.locator('tbody tr').count()).toBeGreaterThan(1);
      const { origin } = new URL(address);
      for (const path of ['/', '/table/objects', `/${'x'.repeat(24)}/`]) {
        expect((await fetch(`${origin}${path}`)).status, path).toBe(404);
      }
      expect((await fetch(`${address}../../etc/passwd`)).status).toBe(404);
    } finally {
      server.kill('SIGINT');
    }
    expect(await closed).toEqual([0, null]);
  });
});

async function openPage(which: 'live' | 'hostile', hash: string, look?: Look): Promise<BrowserPage> {
  const page = await BrowserPage.open(
    browser,
    pathToFileURL(which === 'live' ? live : hostile).href,
    hash,
    look,
  );
  open.push(page);
  return page;
}

/** The address of a screen, with the first suspect or object of the page where it needs one. */
function completed(which: 'live' | 'hostile', screen: string): string {
  const file = which === 'live' ? live : hostile;
  if (screen === '#/suspect/') return `${screen}${summaryIn(file).report.suspects[0].fingerprint}`;
  return screen === '#/object/' ? `${screen}${objectIn(file)}` : screen;
}

async function view(
  name: string,
  sources: readonly string[],
  words: readonly string[] = [],
): Promise<string> {
  const file = join(room, `${name.replaceAll('/', '_')}.html`);
  const { code, stderr } = await heaptrail(['view', ...sources, '--output', file, ...words]);
  if (code !== 0) throw new Error(`heaptrail view ended with ${code}: ${stderr}`);
  return file;
}

/** The tests of the samples leave one; if they do not run, it is recorded here. */
async function recordSample(): Promise<string> {
  const folder = join(room, 'live.heaptrail');
  const shared = sharedRecording(inject('samplePages'));
  if (await areShared(inject('samplePages'), [shared])) {
    cpSync(shared, folder, { recursive: true });
    return folder;
  }
  const sample = samples.find(({ name }) => name === sharedSample)!;
  const agent = await startSample(sample.name);
  try {
    const words = [...attachOptions(sample), '--quiet', '--out', folder];
    const { code, stderr } = await heaptrail(['attach', String(agent.pid), ...words]);
    if (code !== 1) throw new Error(`heaptrail attach ended with ${code}: ${stderr}`);
  } finally {
    await agent.stop();
  }
  return folder;
}

/** Everything that the file says, its tables unpacked. */
function everythingIn(file: string): string {
  const tables = summaryIn(file).tables.map((name) => tableIn(file, name).toString('utf8'));
  return [readFileSync(file, 'utf8'), ...tables].join('\n');
}
