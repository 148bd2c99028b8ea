import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
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
