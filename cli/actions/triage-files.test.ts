import { createReadStream, readdirSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { buildTriageReport } from '../../analyzer/report/triage-report.ts';
import { judgeProcesses } from '../../analyzer/triage/judge-processes.ts';
import { readTelemetry, type TelemetryOptions } from '../../analyzer/triage/telemetry/read-telemetry.ts';
import type { Report } from '../../format/report.ts';
import { exitCodeOf } from '../requests/exit-codes.ts';
import { decodedText } from './decoded-text.ts';

const folder = new URL('../../analyzer/triage/telemetry/fixtures/', import.meta.url);

async function triageFile(name: string, options?: TelemetryOptions): Promise<Report> {
  return triageBytes(createReadStream(new URL(name, folder)), name, options);
}

async function triageBytes(
  bytes: AsyncIterable<Uint8Array>,
  name: string,
  options?: TelemetryOptions,
): Promise<Report> {
  const telemetry = await readTelemetry([{ name, chunks: decodedText(bytes, name) }], options);
  return buildTriageReport(judgeProcesses(telemetry.processes), telemetry, 0);
}

/** What each file is judged by, and what it says. */
const files: ReadonlyArray<readonly [name: string, outcome: string, sentence: RegExp]> = [
  ['ansi-inspect.txt.gz', 'growth', /^the JavaScript heap grows 1[12]\d MiB\/h$/],
  ['bun-crash-one.txt', 'inconclusive', /^one sample shows/],
  ['bun-crash-six.txt', 'possible', /^in 6 runs that ended in crashes, .*\(1\.1 GiB\/h\)$/],
  ['dmesg-oom.txt', 'inconclusive', /^the kernel killed node at 676 MiB because memory ran out$/],
  ['docker-stats-json.flat.txt.gz', 'none', /^no growth in 120 samples \(rss 139 MiB\)$/],
  ['docker-stats-json.rising.txt.gz', 'possible', /^resident memory grows 1\.1 MiB per sample$/],
  ['free-m.flat.txt.gz', 'none', /^no growth of the used memory of the machine in 59 min/],
  ['free-m.rising.txt.gz', 'possible', /^used memory of the machine grows 13\d MiB\/h$/],
  ['grafana.flat.csv', 'none', /^no growth in 59 min \(rss 139 MiB\)$/],
  ['grafana.rising.csv', 'growth', /^resident memory grows 13\d MiB\/h$/],
  [
    'impossible-size.ndjson',
    'possible',
    /^the JavaScript heap rises 51\.5 MiB\/h, and no garbage collection was seen$/,
  ],
  ['json-array-of-samples.txt', 'inconclusive', /^20 min of samples is not enough/],
  ['kubectl-top.flat.txt.gz', 'none', /no growth in 59 min/],
  ['kubectl-top.rising.txt.gz', 'growth', /^api-6b7f9c5d4-x2x9k: resident memory grows 13\d MiB\/h$/],
  ['memoryUsage-prefixed.flat.txt.gz', 'none', /^no growth in 59 min/],
  ['memoryUsage-prefixed.rising.txt.gz', 'growth', /^the JavaScript heap grows 12\d MiB\/h$/],
  ['memoryUsage-underscore.flat.txt.gz', 'none', /^no growth in 59 min/],
  ['memoryUsage-underscore.rising.txt.gz', 'growth', /^the JavaScript heap grows 12\d MiB\/h$/],
  [
    'one-stamp-of-1970.txt',
    'possible',
    /^the JavaScript heap rises 480 MiB\/h, and no garbage collection was seen$/,
  ],
  ['oom-kill-eight.txt', 'possible', /^the kernel killed node 8 times in 7 d because memory ran out$/],
  ['oom-kill-one.txt', 'inconclusive', /^the kernel killed node at 1\.0 GiB because memory ran out$/],
  ['pm2-ls.flat.txt.gz', 'none', /^no growth in 59 min/],
  ['pm2-ls.rising.txt.gz', 'growth', /^resident memory grows 13\d MiB\/h$/],
  ['pm2-prefix-multi.txt.gz', 'growth', /^the JavaScript heap grows 10\d\d KiB per sample$/],
  [
    'powershell.utf16le.txt',
    'possible',
    /^the JavaScript heap rises 480 MiB\/h, and no garbage collection was seen$/,
  ],
  ['proc-smaps-rollup.flat.txt.gz', 'none', /^no growth in 59 min/],
  ['proc-smaps-rollup.rising.txt.gz', 'growth', /^resident memory grows 13\d MiB\/h$/],
  ['proc-status.flat.txt.gz', 'none', /^no growth in 59 min/],
  ['proc-status.rising.txt.gz', 'growth', /^resident memory grows 13\d MiB\/h$/],
  ['prom-date.flat.txt.gz', 'none', /^no growth in 59 min/],
  ['prom-date.rising.txt.gz', 'growth', /^the JavaScript heap grows 12\d MiB\/h$/],
  ['prom-ts.flat.txt.gz', 'none', /^no growth in 59 min/],
  ['prom-ts.rising.txt.gz', 'growth', /^the JavaScript heap grows 12\d MiB\/h$/],
  ['rss-anon-only.txt', 'inconclusive', /^30 min of samples is not enough: about 8 h more needed$/],
  [
    'six-samples-of-one-time.txt',
    'inconclusive',
    /^6 samples from one moment show how much memory is in use/,
  ],
  ['tasklist.flat.txt.gz', 'none', /^no growth in 59 min/],
  ['tasklist.rising.txt.gz', 'growth', /^resident memory grows 13\d MiB\/h$/],
  ['trace-gc-node12.flat.txt.gz', 'none', /^no growth of the JavaScript heap in 59 min/],
  ['trace-gc-node12.rising.txt.gz', 'growth', /^the JavaScript heap grows 12\d MiB\/h$/],
  ['trace-gc-node22.flat.txt.gz', 'none', /^no growth of the JavaScript heap in 59 min/],
  ['trace-gc-node22.rising.txt.gz', 'growth', /^the JavaScript heap grows 12\d MiB\/h$/],
  ['trace-gc-pm2.flat.txt.gz', 'none', /^no growth of the JavaScript heap in 59 min/],
  ['trace-gc-pm2.rising.txt.gz', 'growth', /^the JavaScript heap grows 12\d MiB\/h$/],
  [
    'v8-oom-node10.txt',
    'possible',
    /^V8 ended the process after 45 min .*full of live objects \(1\.4 GiB\)$/,
  ],
  [
    'v8-oom-one.txt',
    'possible',
    /^V8 ended the process after 1 h 20 min .*full of live objects \(2\.0 GiB\)$/,
  ],
  ['v8-oom-three.txt', 'possible', /^V8 ended the process 3 times because its heap was full/],
];

describe('a file as people have it', () => {
  it.each(files)('%s is judged %s', async (name, outcome, sentence) => {
    const { verdict } = await triageFile(name);
    expect(verdict.outcome).toBe(outcome);
    expect(verdict.sentence).toMatch(sentence);
  });

  it('is never "none" with nothing to say so, and exits as its verdict does', async () => {
    for (const [name, outcome] of files) {
      const { verdict, processes = [] } = await triageFile(name);
      for (const each of [verdict, ...processes.map((process) => process.verdict)])
        if (each.outcome === 'none') expect(each.confidence, name).toBeGreaterThan(0);
      expect(exitCodeOf(verdict, 'growth'), name).toBe({ growth: 1, none: 0 }[outcome] ?? 3);
    }
  });

  it('is in this list', () => {
    const known = [...files.map(([name]) => name), 'long-word.txt.gz'];
    expect(readdirSync(folder).toSorted()).toEqual(known.toSorted());
  });

  it('has samples, not lines: an object over several lines is one', async () => {
    const { memory, coverage } = await triageFile('pm2-prefix-multi.txt.gz');
    expect(memory).toMatchObject({ samples: 120, perSample: true, duration: 0 });
    expect(coverage.limits.join()).toContain('no line has a time: rates are per sample');
    const paced = await triageFile('pm2-prefix-multi.txt.gz', { every: 30_000 });
    expect(paced.verdict.sentence).toMatch(/^the JavaScript heap grows 12\d MiB\/h$/);
    for (const name of [
      'proc-status.rising.txt.gz',
      'proc-smaps-rollup.rising.txt.gz',
      'prom-ts.rising.txt.gz',
    ])
      expect((await triageFile(name)).memory?.samples, name).toBe(120);
  });

  it('tells what was set aside', async () => {
    const size = await triageFile('impossible-size.ndjson');
    expect(size.coverage.limits[0]).toBe(
      'impossible-size.ndjson: 1 impossible value not used (heapUsed of 1e+300 in line 21)',
    );
    const time = await triageFile('one-stamp-of-1970.txt');
    expect(time.coverage.limits[0]).toBe('1 line with a time far from all others, not used (1970-01-01)');
    expect(time.memory?.duration).toBe(39 * 60_000);
  });

  it('says of a word without an end that it is no telemetry', async () => {
    await expect(triageFile('long-word.txt.gz')).rejects.toMatchObject({ code: 'not-telemetry' });
  });
});

describe('the bytes of a log', () => {
  const text = Array.from(
    { length: 60 },
    (_, i) => `2026-05-02T10:${String(i).padStart(2, '0')}:00Z rss=${200 + i * 6}MB\r\n`,
  ).join('');

  async function* pieces(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
    for (let i = 0; i < bytes.length; i += 7) yield bytes.subarray(i, i + 7);
  }
  const bigEndian = (bytes: Buffer) => Buffer.from(bytes).swap16();
  const wide = (mark: string) => Buffer.from(`${mark}${text}`, 'utf16le');

  it.each([
    ['UTF-8', Buffer.from(text)],
    ['UTF-8 with its mark', Buffer.from(`\ufeff${text}`)],
    ['UTF-16 with its mark', wide('\ufeff')],
    ['UTF-16 the other way around', bigEndian(wide('\ufeff'))],
    ['UTF-16 without its mark', wide('')],
    ['gzip, whatever its name', gzipSync(text)],
    ['gzip of UTF-16', gzipSync(wide('\ufeff'))],
    ['gzip of several parts', Buffer.concat([gzipSync(text.slice(0, 400)), gzipSync(text.slice(400))])],
  ])('may be %s', async (_, bytes) => {
    const { verdict, memory } = await triageBytes(pieces(bytes), 'log');
    expect(memory?.samples).toBe(60);
    expect(verdict.sentence).toBe('resident memory grows 360 MiB/h');
  });

  it('count as far as they go if they are cut off', async () => {
    const lines = Array.from(
      { length: 3_000 },
      (_, i) => `${1_777_716_000 + i * 10} rss=${200 + Math.sin(i)}MB`,
    );
    const packed = gzipSync(lines.join('\n'));
    const { memory } = await triageBytes(pieces(packed.subarray(0, packed.length / 2)), 'log');
    expect(memory?.samples).toBeGreaterThan(500);
  });

  it.each([
    ['zstd', '28b52ffd', 'zstd -dc log'],
    ['xz', 'fd377a585a00', 'xz -dc log'],
    ['zip', '504b0304', 'unzip -p log'],
  ])('that only another program unpacks are named: %s', async (_, magic, next) => {
    const bytes = Buffer.concat([Buffer.from(magic, 'hex'), Buffer.alloc(200, 7)]);
    await expect(triageBytes(pieces(bytes), 'log')).rejects.toMatchObject({
      code: 'not-telemetry',
      next: expect.stringContaining(next),
    });
  });
});
