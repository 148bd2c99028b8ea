import { describe, expect, it } from 'vitest';
import type { MemorySample } from '../../../format/memory-sample.ts';
import { parseColumnMap } from './column-map.ts';
import { readTelemetry, type TelemetryOptions } from './read-telemetry.ts';

const mebi = 1024 * 1024;
const start = Date.parse('2026-06-28T09:00:00Z');

async function* inPieces(text: string): AsyncGenerator<string> {
  // Pieces that end anywhere, as those of a stream do.
  for (let i = 0; i < text.length; i += 17) yield text.slice(i, i + 17);
}

function read(text: string, options: TelemetryOptions & { map?: string } = {}) {
  const { map, ...rest } = options;
  const columns = map === undefined ? {} : { columns: parseColumnMap(map) };
  return readTelemetry([{ name: 'log', chunks: inPieces(text) }], { ...rest, ...columns });
}

async function samples(
  text: string,
  options?: TelemetryOptions & { map?: string },
): Promise<readonly MemorySample[]> {
  const { processes } = await read(text, options);
  expect(processes).toHaveLength(1);
  return processes[0].readings.map(({ sample }) => sample);
}

describe('logs of a program', () => {
  it('finds memory anywhere in JSON lines, and leaves the other lines alone', async () => {
    const text = `\
{"level":30,"time":${start},"pid":7,"msg":"request","rssFeed":"https://x"}
{"level":30,"time":${start},"pid":7,"msg":"memory","detail":{"mem":{"rss":${90 * mebi},"heapUsed":31457281}}}
{"level":30,"time":${start + 5_000},"pid":7,"msg":"memory","detail":{"mem":{"rss":${92 * mebi},"heapUsed":31457285}}}
`;
    const { processes, limits } = await read(text);
    expect(processes).toEqual([
      {
        pid: '7',
        readings: [
          { sample: { at: start, rss: 90 * mebi, heapUsed: 31457281 } },
          { sample: { at: start + 5_000, rss: 92 * mebi, heapUsed: 31457285 } },
        ],
      },
    ]);
    expect(limits).toEqual(['log: sizes without a unit are read as bytes, by their magnitude']);
  });

  it('reads JSON behind a text, with the time of that text', async () => {
    const text = `\
2026-06-28T09:00:00Z INFO [gateway] memory:periodic {"rss":${90 * mebi},"external":5}
2026-06-28T09:00:30Z INFO [gateway] memory:periodic {"rss":${91 * mebi},"external":6}
`;
    expect(await samples(text)).toEqual([
      { at: start, rss: 90 * mebi, external: 5 },
      { at: start + 30_000, rss: 91 * mebi, external: 6 },
    ]);
  });

  it('takes the pid of syslog, and the line that a container runtime wraps', async () => {
    const syslog = 'Jun 28 09:00:00 host dispatch[4711]: memory {"rssMb":84}\n';
    expect((await read(syslog)).processes[0].pid).toBe('4711');
    const line = JSON.stringify({ rss: 90 * mebi });
    const wrapped = `${JSON.stringify({ log: `${line}\n`, stream: 'stdout', time: '2026-06-28T09:00:00Z' })}\n`;
    expect(await samples(wrapped)).toEqual([{ at: start, rss: 90 * mebi }]);
  });

  it('reads pairs of names and values', async () => {
    const text = 'ts="2026-06-28T09:00:00Z" level=info rss=116MB heapUsed="40.5 MiB" fds=24 url=x\n';
    expect(await samples(text)).toEqual([
      { at: start, rss: 116 * mebi, heapUsed: 40.5 * mebi, descriptors: 24 },
    ]);
  });

  it('joins an object over several lines, as console.log and pretty printers write it', async () => {
    const printed = `2026-06-28T09:00:00Z memory {\n  rss: ${90 * mebi},\n  heapUsed: 31457281,\n  external: 5\n}\n`;
    expect(await samples(`${printed}server {\n`)).toEqual([
      { at: start, rss: 90 * mebi, heapUsed: 31457281, external: 5 },
    ]);
    const pretty = JSON.stringify({ time: start, memory: { rss: 91 * mebi, external: 6 } }, undefined, 2);
    expect(await samples(`${pretty}\n`)).toEqual([{ at: start, rss: 91 * mebi, external: 6 }]);
  });

  it('goes on after an object that was torn', async () => {
    const line = (seconds: number) => `memory {"time":${start + seconds * 1_000},"rss":${90 * mebi}}\n`;
    expect(
      (await samples(`${line(0)}memory {\n  "rss": 1,\n${line(1)}${line(2)}`)).map(({ at }) => at - start),
    ).toEqual([0, 1_000, 2_000]);
  });

  it('uses the age of the process where that is the only time', async () => {
    const text = 'Elapsed: 44576556ms | RSS: 2.58GB | Faults: 27235766\n';
    expect(await samples(text)).toEqual([{ at: 44576556, rss: 2.58 * 1024 * mebi }]);
  });

  it('reads one of several columns of a name, and says which', async () => {
    const line = (at: number) =>
      `{"time":${at},"before":{"rss":${99 * mebi}},"after":{"rss":${90 * mebi}}}\n`;
    const { processes, limits } = await read(line(start));
    expect(processes[0].readings[0].sample.rss).toBe(99 * mebi);
    expect(limits.join()).toContain('the column after.rss is not used: rss is read from before.rss');
    expect((await samples(line(start), { map: 'rss=after.rss:b' }))[0].rss).toBe(90 * mebi);
  });

  it('makes a process of each element that has a pid', async () => {
    const worker = (pid: number) => ({ pid, rss: pid * 40 * mebi });
    const { processes } = await read(
      `${JSON.stringify({ time: start, pid: 9, workers: [worker(1), worker(2)] })}\n`,
    );
    expect(processes.map(({ pid, readings }) => [pid, readings[0].sample.rss])).toEqual([
      ['1', 40 * mebi],
      ['2', 80 * mebi],
    ]);
  });

  it('maps columns that have other names', async () => {
    const text = `{"t":0,"m":{"resident":9,"res":40960}}\n{"t":5,"m":{"resident":9,"res":40964}}\n`;
    expect(await samples(text, { map: 'rss=m.res:kb,time=t:s' })).toEqual([
      { at: 0, rss: 40960 * 1024 },
      { at: 5_000, rss: 40964 * 1024 },
    ]);
  });

  it('names what is torn, twice there or out of order, and uses the rest', async () => {
    const line = (seconds: number) => `{"time":${start + seconds * 1_000},"rss":${(90 + seconds) * mebi}}\n`;
    const text = `${line(0)}${line(2)}{"time":17,"rss":\n${line(1)}${line(1)}${line(3)}{"rss":17`;
    const { processes, limits } = await read(text);
    expect(processes[0].readings.map(({ sample }) => sample.at - start)).toEqual([0, 1_000, 2_000, 3_000]);
    expect(limits.slice(0, 1)).toEqual(['log: 2 torn lines not used, the last is line 7']);
    expect(limits.slice(-2)).toEqual(['1 duplicate line not used', '2 lines out of order, sorted by time']);
    expect((await read(`${line(0)}{"time":17,"rss"`)).limits[0]).toBe('log: its last line is cut off');
  });
});

describe('tables', () => {
  it('reads CSV with units in the header, quotes and a header in between', async () => {
    const header = '"time","name","RSS (MB)","heap_used_kb"\r\n';
    const text = `# export\n${header}2026-06-28 09:00:00,"a, b",84.5,1024\r\n${header}2026-06-28 09:01:00,x,85,2048\r\n2026-06`;
    expect(await samples(text)).toEqual([
      { at: start, rss: 84.5 * mebi, heapUsed: mebi },
      { at: start + 60_000, rss: 85 * mebi, heapUsed: 2 * mebi },
    ]);
    expect((await read(text)).limits).toContain('log: its last line is cut off');
  });

  it('reads TSV', async () => {
    expect(await samples(`ts\trss_bytes\n${start}\t1000\n`)).toEqual([{ at: start, rss: 1000 }]);
  });

  it('reads repeated ps with dates between', async () => {
    const text = `\
Sun Jun 28 09:00:00 UTC 2026
    PID   RSS    VSZ     ELAPSED COMMAND
   4711 90000 1200000    01:02:03 node server.js --port 80
Sun Jun 28 09:00:10 UTC 2026
    PID   RSS    VSZ     ELAPSED COMMAND
   4711 90400 1200000    01:02:13 node server.js --port 80
`;
    expect((await read(text)).processes).toEqual([
      {
        pid: '4711',
        readings: [
          {
            sample: { at: start, rss: 90000 * 1024, virtualSize: 1200000 * 1024 },
            startedAt: start - 3_723_000,
          },
          {
            sample: { at: start + 10_000, rss: 90400 * 1024, virtualSize: 1200000 * 1024 },
            startedAt: start - 3_723_000,
          },
        ],
      },
    ]);
  });

  it('reads ps by the age of the process if there are no dates, and goes on after a restart', async () => {
    const text = `RSS ELAPSED\n90000 1-00:00:00\n90400 1-00:00:10\n60000 00:05\n60004 00:15\n`;
    expect((await samples(text)).map(({ at }, _, all) => at - all[0].at)).toEqual([
      0, 10_000, 15_001, 25_001,
    ]);
  });

  it('reads top -b, with the time of its first line', async () => {
    const text = `\
top - 09:00:00 up  1:49,  0 user,  load average: 1.49, 2.40, 2.34
Tasks:  77 total,   1 running,  76 sleeping,   0 stopped,   0 zombie
%Cpu(s):  0.0 us,  0.0 sy,  0.0 ni,100.0 id,  0.0 wa,  0.0 hi,  0.0 si,  0.0 st
MiB Mem :  24105.6 total,  16926.4 free,    534.8 used,   7006.8 buff/cache

  PID USER      PR  NI    VIRT    RES    SHR S  %CPU  %MEM     TIME+ COMMAND
 4711 node      20   0   12.5g  90000   6460 S   0.0   0.1   0:22.53 node a b
top - 09:00:05 up  1:49,  0 user,  load average: 1.49, 2.40, 2.34

  PID USER      PR  NI    VIRT    RES    SHR S  %CPU  %MEM     TIME+ COMMAND
 4711 node      20   0   12.5g   1.1g   6460 S   0.0   0.1   0:22.53 node a b
`;
    const [first, second, ...more] = await samples(text);
    expect(second.at - first.at).toBe(5_000);
    expect(first).toMatchObject({ rss: 90000 * 1024, virtualSize: 12.5 * 1024 * mebi });
    expect(second.rss).toBe(1.1 * 1024 * mebi);
    expect(more).toEqual([]);
  });

  it('reads pidstat -r over midnight, without its averages', async () => {
    const text = `\
Linux 6.1.0 (host)  06/28/26  _x86_64_  (2 CPU)

11:59:50 PM   UID       PID  minflt/s  majflt/s     VSZ     RSS   %MEM  Command
11:59:55 PM  1000      4711     12.00      0.00 1200000   90000   0.56  node
12:00:05 AM  1000      4711      0.00      0.00 1200000   90400   0.56  node
Average:     1000      4711      6.00      0.00 1200000   90200   0.56  node
`;
    const [first, second, ...more] = await samples(text);
    expect(new Date(first.at).toISOString()).toBe('2026-06-28T23:59:55.000Z');
    expect(second.at - first.at).toBe(10_000);
    expect(second.rss).toBe(90400 * 1024);
    expect(more).toEqual([]);
  });

  it('reads docker stats by container', async () => {
    const text = `\
Sun Jun 28 09:00:00 UTC 2026
CONTAINER ID   NAME      CPU %     MEM USAGE / LIMIT     MEM %     NET I/O   BLOCK I/O   PIDS
0123456789ab   gateway   0.10%     45.5MiB / 1.5GiB      2.96%     0B / 0B   0B / 0B     11
`;
    expect((await read(text)).processes).toEqual([
      {
        pid: 'gateway',
        readings: [
          { sample: { at: start, rss: 45.5 * mebi, cgroupUsage: 45.5 * mebi, cgroupLimit: 1536 * mebi } },
        ],
      },
    ]);
  });

  it('reads columns without a header by their numbers', async () => {
    expect(await samples('1782637200 90000\n1782637210 90400\n', { map: 'time=1,rss=2:kb' })).toEqual([
      { at: start, rss: 90000 * 1024 },
      { at: start + 10_000, rss: 90400 * 1024 },
    ]);
  });

  it('counts lines that carry no time, where their distance is given', async () => {
    expect((await samples('rss_kb,x\n1,1\n2,1\n', { every: 5_000 })).map(({ at }) => at)).toEqual([0, 5_000]);
  });

  it("reads a recording's ledger by itself, marks and all", async () => {
    const text = `{"at":${start},"rss":1000,"mark":"captured","resources":{"Timeout":2}}\n{"at":${start + 1},"rss":1001}\n`;
    expect(await samples(text)).toEqual([
      { at: start, rss: 1000, mark: 'captured', resources: { Timeout: 2 } },
      { at: start + 1, rss: 1001 },
    ]);
  });
});

describe('what cannot be read is refused with what would help', () => {
  it.each([
    ['text without memory', 'hello\nworld\n', 'not-telemetry', 'no line has rss or heapUsed'],
    ['nothing', '', 'not-telemetry', 'log is empty'],
    [
      'an uncertain unit',
      `time,rss\n${start},45672\n`,
      'unknown-unit',
      'the unit of rss is not certain (45672)',
    ],
    ['a time without its unit', 'rss_kb,t\n45672,5\n', 'no-time', 't is not a readable time (5)'],
  ])('%s', async (_, text, code, fact) => {
    await expect(read(text)).rejects.toMatchObject({ code, message: expect.stringContaining(fact) });
  });

  it('a mapped column that is not there, and a pid that is not', async () => {
    const text = `time,pid,rss_kb\n${start},7,45672\n`;
    await expect(read(text, { map: 'rss=resident:kb' })).rejects.toMatchObject({ code: 'no-such-column' });
    await expect(read(text, { pid: '8' })).rejects.toMatchObject({
      code: 'no-such-pid',
      next: 'name one of 7',
    });
  });

  it.each([
    ['rss', 'maps no column'],
    ['memory=x', 'there is no field memory'],
    ['rss=x:ms', 'rss is not measured in ms'],
  ])('the mapping %s', (map, fact) => {
    expect(() => parseColumnMap(map)).toThrow(fact);
  });
});

describe('a huge log', () => {
  it('is thinned to its floors and peaks', async () => {
    const lines = Array.from({ length: 60_000 }, (_, i) => {
      const tooth = i % 1_000;
      return `${start + i * 1_000},${100 + tooth}`;
    });
    const { processes, limits } = await read(`time,rss_mb\n${lines.join('\n')}\n`);
    const { readings } = processes[0];
    expect(readings.length).toBeLessThan(20_000);
    const levels = readings.map(({ sample }) => sample.rss! / mebi);
    expect(levels.filter((level) => level === 100)).toHaveLength(60);
    expect(levels.filter((level) => level === 1_099)).toHaveLength(60);
    expect(limits.join()).toContain('60,000 samples thinned');
  });

  it('may have a line without an end', async () => {
    const { processes } = await read(`${'x'.repeat(3 * mebi)}rss\n{"time":${start},"rssMb":84}\n`);
    expect(processes[0].readings).toHaveLength(1);
  });
});
