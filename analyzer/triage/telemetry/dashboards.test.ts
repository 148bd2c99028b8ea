import { describe, expect, it } from 'vitest';
import {
  bytesOf,
  grows,
  iso,
  itReads,
  kibiOf,
  length,
  type Moment,
  type Shape,
  start,
  stays,
  textOf,
  triaged,
  unixDate,
} from '../../../testing/drawn-telemetry.ts';
import { readTelemetry } from './read-telemetry.ts';

describe('Prometheus', () => {
  const by = 'the JavaScript heap';
  const metrics = (
    { rss, heap }: Moment,
    labels = '',
    stamp = '',
  ) => `# TYPE process_resident_memory_bytes gauge
process_resident_memory_bytes${labels} ${bytesOf(rss)}${stamp}
nodejs_heap_size_used_bytes${labels} ${bytesOf(heap).toExponential()}${stamp}
nodejs_heap_size_total_bytes${labels} ${bytesOf(heap + 30)}${stamp}
nodejs_external_memory_bytes${labels} 2.1e6${stamp}
http_requests_total{code="200",path="/a b"} 17${stamp}
nodejs_heap_space_size_used_bytes{space="old"} 39165952${stamp}`;
  itReads(
    'text with labels and OpenMetrics stamps',
    (moment) => `${metrics(moment, '{app="web",pod="web-1"}', ` ${moment.at / 1_000}`)}\n# EOF`,
    { by },
  );
  itReads('text after lines of an epoch', (moment) => `${moment.at / 1_000}\n${metrics(moment)}`, { by });
  itReads(
    'the names of OpenTelemetry, by space',
    ({ at, heap }) => `${unixDate(at)}
v8js_memory_heap_used_bytes{v8js_heap_space_name="old_space"} ${bytesOf(heap - 20)}
v8js_memory_heap_used_bytes{v8js_heap_space_name="new_space"} ${bytesOf(20)}`,
    { by },
  );

  const series = (labels: object, moments: readonly Moment[], read: (moment: Moment) => number) => ({
    metric: labels,
    values: moments.map((moment) => [moment.at / 1_000, String(bytesOf(read(moment)))]),
  });
  const answer = (moments: readonly Moment[]) => ({
    status: 'success',
    data: {
      resultType: 'matrix',
      result: [
        series({ __name__: 'process_resident_memory_bytes', instance: 'a:1' }, moments, ({ rss }) => rss),
        series({ __name__: 'nodejs_heap_size_used_bytes', instance: 'a:1' }, moments, ({ heap }) => heap),
        series({ __name__: 'process_resident_memory_bytes', instance: 'b:1' }, stays, ({ rss }) => rss),
      ],
    },
  });
  it.each([
    ['one line', (value: object) => JSON.stringify(value)],
    ['many', (value: object) => JSON.stringify(value, undefined, 2)],
  ])('answers of a range in %s', async (_, write) => {
    const { processes } = await triaged(write(answer(grows)));
    expect(processes?.map(({ pid, verdict, memory }) => [pid, verdict.outcome, memory.samples])).toEqual([
      ['a:1', 'growth', length],
      ['b:1', 'none', length],
    ]);
  });

  itReads('answers of a moment, one after the other', ({ at, rss }) =>
    JSON.stringify({
      status: 'success',
      data: {
        resultType: 'vector',
        result: [{ metric: { pod: 'web-1' }, value: [at / 1_000, String(bytesOf(rss))] }],
      },
    }),
  );
});

describe('tables of dashboards', () => {
  const cell = (name: string, labels: string) => `"${name}{${labels.replaceAll('"', '""')}}"`;
  const head = `"Time",${cell('process_resident_memory_bytes', 'instance="a:1", job="x,y"')},${cell('nodejs_heap_size_used_bytes', 'instance="a:1", job="x,y"')}\n`;
  itReads('CSV of two series', ({ at, rss, heap }) => `${at},${bytesOf(rss)},${bytesOf(heap)}`, {
    head,
    by: 'the JavaScript heap',
  });
  itReads(
    'CSV with units and semicolons',
    ({ at, rss }) => `${iso(at)};"${rss.toFixed(1).replace('.', ',')} MiB"`,
    { head: 'Time;process_resident_memory_bytes\n' },
  );
  itReads(
    'a value a row',
    ({ at, rss }) => `"process_resident_memory_bytes{instance=""a:1""}",${iso(at)},${bytesOf(rss)}`,
    { head: '"Series","Time","Value"\n' },
  );

  it('CSV of two processes', async () => {
    const rows = grows.map(({ at, rss }, i) => `${at},${bytesOf(rss)},${bytesOf(stays[i].rss)}`).join('\n');
    const two = ['a', 'b'].map((pod) => cell('container_memory_working_set_bytes', `pod="${pod}"`));
    const { processes } = await triaged(`"Time",${two.join(',')}\n${rows}\n`);
    expect(processes?.map(({ pid, verdict }) => [pid, verdict.outcome])).toEqual([
      ['a', 'growth'],
      ['b', 'none'],
    ]);
  });

  it('is no sentence with commas', async () => {
    const { verdict } = await triaged(
      `watching: heapUsed, rss\n${textOf(({ at, rss }) => `${iso(at)} rss=${rss.toFixed(1)}MB`, grows)}`,
    );
    expect(verdict.outcome).toBe('growth');
  });
});

describe('columns by their numbers', () => {
  it('may have digits in groups, and dates between', async () => {
    const shape: Shape = ({ at, rss }) =>
      `${unixDate(at)}\nnode.exe  4242 Console  1  ${kibiOf(rss).toLocaleString('en-US')} K`;
    async function* chunks() {
      yield textOf(shape, grows);
    }
    const columns = [{ field: 'rss', column: '5', unit: 'kb' }] as const;
    const { processes } = await readTelemetry([{ name: 'log', chunks: chunks() }], { columns });
    const { readings } = processes[0];
    expect(readings).toHaveLength(length);
    expect(readings[0].sample).toEqual({ at: start, rss: kibiOf(grows[0].rss) * 1024 });
  });
});

describe('a part of memory alone', () => {
  it.each([
    ['rssAnon', 'growth', 'inconclusive'],
    ['vsz', 'possible', 'inconclusive'],
    ['heapTotal', 'possible', 'inconclusive'],
    ['VmSwap', 'possible', 'inconclusive'],
    ['VmSize', 'possible', 'inconclusive'],
    ['VmRSS', 'growth', 'none'],
    ['Pss', 'growth', 'none'],
    ['memory_current', 'possible', 'none'],
  ])('%s is judged for what it is', async (field, rising, flat) => {
    const shape: Shape = ({ at, rss }) => `${iso(at)} ${field}=${rss.toFixed(1)}MB`;
    const grown = await triaged(textOf(shape, grows));
    expect(grown.verdict.outcome).toBe(rising);
    expect(grown.verdict.sentence).toMatch(/grows 1[78]\d MiB\/h$/);
    expect((await triaged(textOf(shape, stays))).verdict.outcome).toBe(flat);
  });

  it('that says nothing of memory is not judged', async () => {
    const { verdict } = await triaged(
      textOf(({ at }) => JSON.stringify({ at, heapUsed: 0, rss: 0, external: 30_000_000 }), stays).replaceAll(
        '"at"',
        '"time"',
      ),
    );
    expect(verdict.outcome).toBe('inconclusive');
  });
});
