import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { parseLedger } from '../format/recording-text.ts';
import { parseReport } from '../format/report-text.ts';
import { nodeBinary } from '../scripts/fetch-node.mjs';
import { heaptrail } from './heaptrail-command.ts';
import { LiveTarget } from './live-target.ts';
import { outermostNodes } from './node-versions.ts';

afterAll(() => LiveTarget.endAll());

/** A few MiB of objects that keep 250 KiB of zlib's memory each, and more of it every moment. */
const zlib = `
  const { createDeflate } = require('node:zlib');
  globalThis.kept = [];
  const keep = () => {
    const stream = createDeflate();
    stream.write(Buffer.alloc(100));
    kept.push(stream);
  };
  for (let i = 0; i < 200; i++) keep();
  setInterval(keep, 100);
  setTimeout(() => console.log('ready'), 500);
`;

const mebi = 2 ** 20;

it.each(outermostNodes)('native memory is told from the heap that keeps it, on Node %i', async (major) => {
  const target = await LiveTarget.start(await nodeBinary(major), zlib);
  const folder = join(target.folder, 'run.heaptrail');
  const words = [
    'attach',
    `${target.pid}`,
    '--captures',
    '3',
    '--for',
    '9s',
    '--out',
    folder,
    '--json',
    '--quiet',
  ];
  const { stdout } = await heaptrail(words);
  const { memory, verdict } = parseReport(stdout, folder);

  const { samples } = parseLedger(readFileSync(join(folder, 'ledger.ndjson'), 'utf8'));
  // Captures change memory while it is read, and what was read beside the samples is of an earlier moment.
  const readings = samples.filter(({ at, mark, parts }) => mark === undefined && (parts?.at ?? 0) >= at);
  expect(readings).toHaveLength(2);
  for (const { rss, parts } of readings) {
    const sum = Object.values(parts!.sizes).reduce((all, size) => all + size, 0);
    expect(Math.abs(sum - rss!) / rss!).toBeLessThan(0.03);
  }

  const ofMalloc = memory!.resident!.parts.filter(({ name }) => name.startsWith('malloc'));
  expect(ofMalloc.reduce((sum, { last }) => sum + last, 0)).toBeGreaterThan(50 * mebi);
  const heap = memory!.resident!.parts.find(({ name }) => name === 'heap');
  expect(heap!.last).toBeLessThan(40 * mebi);
  // What zlib has is in every capture, and the heap's limit is not about it.
  expect(memory!.series.find(({ name }) => name === 'heapUsed')!.last).toBeLessThan(20 * mebi);
  expect([...verdict.evidence, ...(memory!.timeLeft ?? []).map(({ limit }) => limit)].join()).not.toContain(
    'heap limit',
  );

  const capture = join(folder, 'captures', '001.heapsnapshot');
  const [filled] = parseReport((await heaptrail(['analyze', capture, '--json'])).stdout, capture)
    .heapSummaries!;
  expect(filled!.outside).toBeGreaterThan(50 * mebi);
  expect(filled!.bytes - filled!.outside!).toBeLessThan(20 * mebi);
});
