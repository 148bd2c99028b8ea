import { execFile } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, expect, it } from 'vitest';
import { analyze } from '../analyzer/library/analyze.ts';
import { nodeBinary } from '../scripts/fetch-node.mjs';
import { ScratchFolder } from '../testing/scratch-folder.ts';
import { heaptrail } from './heaptrail-command.ts';
import { LiveTarget } from './live-target.ts';
import { outermostNodes } from './node-versions.ts';

/** What numbers say, from a live process to an answer. */

const scratch = new ScratchFolder();
afterAll(() => scratch.remove());

const program = `
  class Order { constructor(n) { this.n = n; this.price = n + 0.5; this.open = n % 2 === 0; this.note = 'secret ' + n; } }
  globalThis.orders = Array.from({ length: 20 }, (_, n) => new Order(n));
  setInterval(() => {}, 1000);
  console.log('ready');`;

it.each(outermostNodes)(
  'a recording with --values of Node %d answers by them, and never by what strings say',
  async (major) => {
    const target = await LiveTarget.start(await nodeBinary(major), program);
    const folder = join(scratch.path, `orders-${major}.heaptrail`);
    const words = [
      'attach',
      String(target.pid),
      '--values',
      '--captures',
      '1',
      '--no-analyze',
      '-q',
      '--out',
      folder,
    ];
    expect(await heaptrail(words)).toMatchObject({ code: 0 });
    await target.end();

    const query = 'Order where open == false && n > 16 select n, price, note order by n';
    const answer = await heaptrail(['query', folder, query, '--csv']);
    expect(answer.stdout.split('\r\n').map((line) => line.split(',').slice(4).join(' '))).toEqual([
      'n price note',
      '19 19.5 9 characters',
      '17 17.5 9 characters',
      '',
    ]);

    const { stdout } = await heaptrail(['objects', folder, 'globalThis.orders[3]', '--json']);
    const fields = JSON.parse(stdout).rows.map(({ edge, value }: Record<string, string>) => [edge, value]);
    expect(fields).toEqual(
      expect.arrayContaining([
        ['.n', '3'],
        ['.price', '3.5'],
        ['.open', 'false'],
        ['.note', '8 characters'],
      ]),
    );
    const holder = await heaptrail(['retainers', folder, 'globalThis.orders[3]']);
    expect(holder.stdout).toMatch(/its fields: .*price 3\.5/);

    if (major !== 20) return;
    const redacted = join(scratch.path, 'redacted.heapsnapshot');
    await heaptrail(['redact', join(folder, 'captures/001.heapsnapshot'), redacted]);
    const told = await heaptrail(['query', redacted, 'Order select n, price', '--json']);
    const { rows } = JSON.parse(told.stdout);
    expect(rows).toHaveLength(20);
    for (const row of rows) expect(row).toMatchObject({ n: null, price: null });
  },
);

/** Numbers in all places that V8 keeps them in, and a text: each capture is taken twice, without numbers and with them. */
const series = `
  const { writeHeapSnapshot } = require('node:v8');
  class Order { constructor(n) { this.n = n; this.price = n + 0.5; this.at = { x: n / 3 }; } }
  const orders = new Map(), doubles = {}, integers = {}, list = [], seen = new Set(), closures = [];
  const record = { min: 0.5, max: 0.5, mean: 0.5, p50: 0.5, p75: 0.5, p90: 0.5, p95: 0.5, p99: 0.5, sum: 0.5, deviation: 0.5,
    first: 0.5, last: 0.5, total: 0.5, samples: [] };
  const bus = new (require('node:events'))().setMaxListeners(0);
  let text = '';
  let n = 0;
  globalThis.keep = () => [orders, doubles, integers, list, seen, closures, record, bus, text];
  for (let capture = 1; capture <= 3; capture++) {
    for (let i = 0; i < 60; i++) {
      const value = ++n / 7;
      orders.set('order ' + n, new Order(n));
      doubles['d' + n] = value;
      integers['i' + n] = n;
      list.push([value, n]);
      seen.add('seen ' + n);
      closures.push(() => value);
      record.samples.push({ value });
      record.sum += value;
      bus.on('tick', () => n);
      text += 'line ' + n;
    }
    for (const exposeNumericValues of [false, true])
      writeHeapSnapshot(capture + (exposeNumericValues ? '-values' : '') + '.heapsnapshot', { exposeNumericValues });
  }`;

it.each(outermostNodes)('what numbers say changes no suspect on Node %d', async (major) => {
  const folder = join(scratch.path, `series-${major}`);
  mkdirSync(folder);
  await promisify(execFile)(await nodeBinary(major), ['-e', series], { cwd: folder });
  const suspectsIn = async (ending: string) => {
    const files = [1, 2, 3].map((capture) => join(folder, `${capture}${ending}.heapsnapshot`));
    const { suspects } = await analyze(files);
    // What an entry is made of is told with its numbers.
    return suspects.map(({ anatomy: _, ...suspect }) => suspect);
  };
  const plain = await suspectsIn('');
  expect(plain.length).toBeGreaterThan(6);
  expect(plain.map(({ title }) => title)).toContainEqual(expect.stringMatching(/^string `text` gains/));
  expect(await suspectsIn('-values')).toEqual(plain);
});
