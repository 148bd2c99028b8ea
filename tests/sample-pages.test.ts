import { existsSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, it, vi } from 'vitest';
import { samples } from '../samples/index.mjs';
import { BrowserPage, launchBrowser } from './browser-page.ts';
import { objectIn, summaryIn } from './page-file.ts';
import { recordSamplePages } from './record-sample.ts';
import { screenShapes } from './screen-shapes.ts';
import { areShared, pageOfSample } from './shared-samples.ts';

/**
 * Every screen of the page of every sample. The end-to-end tests record the samples and leave their pages; where those
 * tests did not run, the samples are recorded here.
 */

const folder = inject('samplePages');
let browser: Browser;

beforeAll(async () => {
  const pages = samples.map((sample) => pageOfSample(folder, sample));
  if (!(await areShared(folder, pages))) await recordSamplePages(samples, folder);
  browser = await launchBrowser();
}, 600_000);

afterAll(async () => {
  await browser?.close();
});

// One page is drawn while another is looked at.
vi.setConfig({ maxConcurrency: 2, testTimeout: 120_000 });

it.concurrent.each(samples)('$name can be read on every screen', async (sample) => {
  const file = pageOfSample(folder, sample);
  expect(existsSync(file), `${sample.name} left no page`).toBe(true);
  const page = await BrowserPage.open(browser, pathToFileURL(file).href, '#/');
  try {
    for (const hash of screensOf(file)) {
      await page.goTo(hash);
      expect(await page.page.locator('h1').count(), hash).toBe(1);
      expect(await page.text(), hash).not.toContain('could not be drawn');
      // viewer.test.ts measures the contrast of every screen, light and dark.
      if (await isOfNewShapes(page))
        expect(await page.accessibilityFaults({ contrast: false }), hash).toEqual([]);
      await page.resize(390);
      expect(await page.overflow(), `overflow of ${hash}`).toBeLessThanOrEqual(0);
      await page.resize(1280);
    }
    expect(page.problems).toEqual([]);
  } finally {
    await page.close();
  }
});

const seen = new Set<string>();

/** Axe takes most of the time, and would say of a screen that is made as others only what it said of those. */
async function isOfNewShapes({ page }: BrowserPage): Promise<boolean> {
  const shapes = await screenShapes(page);
  const isNew = shapes.some((shape) => !seen.has(shape));
  for (const shape of shapes) seen.add(shape);
  return isNew;
}

/** A recording without captures has no heap to show: its screens say so. */
function screensOf(file: string): string[] {
  const { report, tables } = summaryIn(file);
  return [
    '#/coverage',
    ...report.suspects.slice(0, 2).map(({ fingerprint }) => `#/suspect/${fingerprint}`),
    '#/dominators',
    '#/dominators?picture=treemap',
    '#/compare',
    '#/compare?by=path',
    '#/objects',
    '#/objects?show=objects',
    '#/class/0',
    `#/object/${tables.includes('objects') ? objectIn(file) : 1}`,
    '#/',
  ];
}
