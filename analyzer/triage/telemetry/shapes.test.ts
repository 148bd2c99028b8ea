import { describe, expect, it } from 'vitest';
import type { Report } from '../../../format/report.ts';
import { buildTriageReport } from '../../report/triage-report.ts';
import { judgeProcesses } from '../judge-processes.ts';
import { readTelemetry } from './read-telemetry.ts';

const mebi = 1024 * 1024;
const minute = 60_000;
const start = Date.parse('2026-05-02T22:40:00Z');
const length = 90;

/** One moment of a process: sizes in MiB. */
interface Moment {
  readonly i: number;
  readonly at: number;
  readonly rss: number;
  /** Right after a collection in each third moment. */
  readonly heap: number;
}

type Shape = (moment: Moment) => string;

/** Ninety minutes over midnight, a sample a minute. */
function drawn(perMinute: number): readonly Moment[] {
  return Array.from({ length }, (_, i) => {
    const wave = ((i * 7) % 5) - 2;
    const level = 180 + perMinute * i + wave;
    return { i, at: start + i * minute, rss: level + 120, heap: level + (i % 3) * 9 };
  });
}

const grows = drawn(3);
const stays = drawn(0);

async function triaged(text: string): Promise<Report> {
  async function* chunks() {
    yield text;
  }
  const telemetry = await readTelemetry([{ name: 'log', chunks: chunks() }]);
  return buildTriageReport(judgeProcesses(telemetry.processes), telemetry, 0);
}

const textOf = (shape: Shape, moments: readonly Moment[]) => `${moments.map(shape).join('\n')}\n`;

/** A file of this shape that rises is growth at 180 MiB/h, and one that does not is none. */
function itReads(name: string, shape: Shape, { by = 'resident memory', head = '' } = {}): void {
  it(name, async () => {
    const rising = await triaged(head + textOf(shape, grows));
    expect(rising.verdict.sentence).toMatch(new RegExp(`^(?:\\S+: )?${by} grows 1[78]\\d MiB/h`));
    expect(rising.verdict.outcome).toBe('growth');
    expect(rising.memory).toMatchObject({ samples: length, duration: (length - 1) * minute });
    const flat = await triaged(head + textOf(shape, stays));
    expect(flat.verdict.sentence).toMatch(/^(?:\S+: )?no growth/);
    expect(flat.verdict.outcome).toBe('none');
    expect(flat.verdict.confidence).toBeGreaterThan(0);
  });
}

const iso = (at: number) => new Date(at).toISOString();
const pointed = (value: number) => value.toLocaleString('de-DE', { useGrouping: 'always' });
const spaced = (value: number) => pointed(value).replaceAll('.', ' ');
const pad = (value: number) => String(value).padStart(2, '0');
const bytesOf = (size: number) => Math.round(size * mebi);
const kibiOf = (size: number) => Math.round(size * 1024);
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun'];
const days = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
function partsOf(at: number) {
  const date = new Date(at);
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth(),
    day: date.getUTCDate(),
    weekday: days[date.getUTCDay()],
    clock: `${pad(date.getUTCHours())}:${pad(date.getUTCMinutes())}:${pad(date.getUTCSeconds())}`,
  };
}
const unixDate = (at: number) => {
  const { weekday, month, day, clock, year } = partsOf(at);
  return `${weekday} ${months[month]} ${String(day).padStart(2)} ${clock} UTC ${year}`;
};
const syslogDate = (at: number) => {
  const { month, day, clock } = partsOf(at);
  return `${months[month]} ${String(day).padStart(2)} ${clock}`;
};

describe('times', () => {
  const line = (stamp: (at: number) => string): Shape => {
    return ({ at, rss }) => `${stamp(at)} worker rss=${rss.toFixed(1)}MB`;
  };
  itReads(
    'ISO 8601 with a comma',
    line((at) => iso(at).replace('T', ' ').replace('.', ',').replace('Z', '')),
  );
  itReads(
    'with slashes',
    line((at) => `${iso(at).slice(0, 10).replaceAll('-', '/')} ${partsOf(at).clock}`),
  );
  itReads(
    'an epoch in seconds',
    line((at) => `[${at / 1_000}]`),
  );
  itReads('an epoch in milliseconds', line(String));
  itReads(
    'an epoch in microseconds',
    line((at) => `${at}000`),
  );
  itReads(
    'an epoch in nanoseconds',
    line((at) => `${at}000000`),
  );
  itReads(
    'syslog without a year',
    line((at) => `${syslogDate(at)} box web[77]: info`),
  );
  itReads('as web servers write them', ({ at, rss }) => {
    const { day, month, year, clock } = partsOf(at);
    return `- - [${pad(day)}/${months[month]}/${year}:${clock} +0000] rss=${rss.toFixed(1)}MB`;
  });
  itReads(
    'of Germany',
    line(
      (at) =>
        `${pad(partsOf(at).day)}.${pad(partsOf(at).month + 1)}.${partsOf(at).year} ${partsOf(at).clock}`,
    ),
  );
  itReads(
    'of toLocaleString',
    ({ at, rss }) =>
      `${new Date(at).toLocaleString('en-US', { timeZone: 'UTC' })}: rss ${''}rss=${rss.toFixed(1)}MB`,
  );
  itReads(
    'of Date.toString',
    line(
      (at) =>
        `${partsOf(at).weekday}, ${pad(partsOf(at).day)} ${months[partsOf(at).month]} ${partsOf(at).year} ${partsOf(at).clock} GMT`,
    ),
  );
  itReads(
    'of the day only',
    line((at) => `[${partsOf(at).clock}]`),
  );
  itReads('as an age in each line', ({ i, rss }) => `uptime=${i * 60 + 3}s rss=${rss.toFixed(1)}MB`);
  itReads('as a line of a date before', ({ at, rss }) => `--- ${iso(at)} ---\nmem rss=${rss.toFixed(1)}MB`);
});

describe('units', () => {
  itReads('KiB', ({ at, rss }) => `${iso(at)} rss=${kibiOf(rss)}KiB`);
  itReads(
    'kB with groups of digits',
    ({ at, rss }) => `${iso(at)} rss: ${kibiOf(rss).toLocaleString('en-US')} kB`,
  );
  itReads('GiB', ({ at, rss }) => `${iso(at)} rss=${(rss / 1024).toFixed(5)}GiB`);
  itReads('kB with a point between thousands', ({ at, rss }) => `${iso(at)} rss=${pointed(kibiOf(rss))} kB`);
  itReads('Ko with spaces between thousands', ({ at, rss }) => `${iso(at)} rss : ${spaced(kibiOf(rss))} Ko`);
  itReads(
    'GB with a comma before fractions',
    ({ at, rss }) => `${iso(at)} RSS: ${(rss / 1024).toFixed(5).replace('.', ',')} GB`,
  );
  itReads(
    'a number beside its name',
    ({ at, rss }) => `${iso(at)} rss ${rss.toFixed(1)} MB after 12 requests`,
  );
  itReads(
    'a name of two words',
    ({ at, rss }) => `${iso(at)} Resident Size: ${rss.toFixed(1)} MB, took 12 MB of cache`,
  );
  itReads('Mi', ({ at, rss }) => `${iso(at)} rss=${Math.round(rss)}Mi`);
  itReads(
    'bytes with groups of digits',
    ({ at, rss }) => `${iso(at)} rss=${bytesOf(rss).toLocaleString('en-US')}`,
  );
  itReads(
    'bytes with underscores',
    ({ at, rss }) => `${iso(at)} rss: ${bytesOf(rss).toLocaleString('en-US').replaceAll(',', '_')}`,
  );
});

describe('what stands around the lines of a program', () => {
  const object = ({ rss, heap }: Moment): string[] => [
    'memory {',
    `  rss: ${bytesOf(rss)},`,
    `  heapTotal: ${bytesOf(heap + 30)},`,
    `  heapUsed: ${bytesOf(heap)},`,
    '  external: 2104567',
    '}',
  ];
  const around =
    (wrap: (line: string, at: number) => string): Shape =>
    (moment) =>
      object(moment)
        .map((line) => wrap(line, moment.at))
        .join('\n');
  const by = 'the JavaScript heap';
  itReads(
    'pm2 with times',
    around((line, at) => `3|gateway  | ${iso(at)}: ${line}`),
    { by },
  );
  itReads(
    'docker compose with times',
    around((line, at) => `web-1     | ${iso(at)} ${line}`),
    { by },
  );
  itReads(
    "the container runtime's interface",
    around((line, at) => `${iso(at)} stdout F ${line}`),
    { by },
  );
  itReads(
    "docker's json-file",
    around((line, at) => JSON.stringify({ log: `${line}\n`, stream: 'stdout', time: iso(at) })),
    { by },
  );
  itReads(
    'journald',
    around((line, at) => `${syslogDate(at)} box node[812]: ${line}`),
    { by },
  );
  itReads(
    'journald as JSON',
    around((line, at) => JSON.stringify({ __REALTIME_TIMESTAMP: `${at}000`, _PID: '812', MESSAGE: line })),
    { by },
  );
  itReads(
    'kubectl with prefixes',
    around((line, at) => `[pod/web-7f9c-abcde/web] ${iso(at)} ${line}`),
    { by },
  );
  itReads(
    'colors and all',
    ({ at, rss, heap }) =>
      `\x1b[90m${iso(at)}\x1b[0m \x1b[32minfo\x1b[39m { rss: \x1b[33m${bytesOf(rss)}\x1b[39m, heapUsed: \x1b[33m${bytesOf(heap)}\x1b[39m }`,
    { by },
  );
  itReads(
    'the object in braces on its own',
    ({ at, rss, heap }) => `${iso(at)} {\n  rss: ${bytesOf(rss)},\n  heapUsed: ${bytesOf(heap)}\n}`,
    { by },
  );

  it('does not mix the objects of two programs', async () => {
    const lines = grows.flatMap((moment, i) => {
      const other = object(stays[i]).map((line) => `b-1  | ${iso(moment.at)} ${line}`);
      return object(moment).flatMap((line, k) => [`a-1  | ${iso(moment.at)} ${line}`, other[k]]);
    });
    const { processes } = await triaged(`${lines.join('\n')}\n`);
    expect(processes?.map(({ pid, verdict, memory }) => [pid, verdict.outcome, memory.samples])).toEqual([
      ['a-1', 'growth', length],
      ['b-1', 'none', length],
    ]);
  });
});

describe("the output of Node's --trace-gc", () => {
  const by = 'the JavaScript heap';
  /** The age of an isolate in milliseconds, and a collection a minute. */
  const collection = (write: (ms: number, used: string, total: string) => string): Shape => {
    return ({ i, heap }) => write(i * minute + 812, heap.toFixed(1), (heap + 22.5).toFixed(1));
  };
  const only3 = (moments: readonly Moment[]) => moments.filter(({ i }) => i % 3 === 0);

  const shapes: ReadonlyArray<readonly [string, Shape]> = [
    [
      '26',
      collection(
        (ms, used, total) =>
          `[77:0x1a816000] ${String(ms).padStart(8)} ms: Incremental Mark-Compact 612.0 (640.1) -> ${used} (${total}) MB, pooled: 0.0 MB, 5.59 / 0.00 ms (+ 0.0 ms in 1 steps since start of marking) (average mu = 0.947, current mu = 0.9`,
      ),
    ],
    [
      '20',
      collection(
        (ms, used, total) =>
          `[77:0x5e1f2a0] ${String(ms).padStart(8)} ms: Mark-Compact (reduce) 612.0 (640.1) -> ${used} (${total}) MB, 5.59 / 0.00 ms  (average mu = 0.8, current mu = 0.7) external memory pressure; GC in old space requested`,
      ),
    ],
    [
      '10 on Windows',
      collection(
        (ms, used, total) =>
          `[7824:000001C3A99505C0] ${String(ms).padStart(8)} ms: Mark-sweep 612.0 (640.1) -> ${used} (${total}) MB, 105.5 / 0.0 ms [GC in old space requested].`,
      ),
    ],
    [
      '6',
      collection(
        (ms, used, total) =>
          ` ${String(ms).padStart(8)} ms: Mark-sweep 612.0 (640.1) -> ${used} (${total}) MB, 2270.0 / 0 ms (+ 4.0 ms in 4 steps since start of marking, biggest step 1.8 ms) [last resort gc].`,
      ),
    ],
  ];
  for (const [version, shape] of shapes) itReads(`of version ${version}`, shape, { by });

  it('among the lines of a program, in compose, with a worker thread beside', async () => {
    const worker: Shape = ({ i }) =>
      `[77:0x7f52980] ${i * minute + 99} ms: Mark-Compact 40.0 (50.1) -> 22.0 (41.0) MB, 1.2 / 0.0 ms task; `;
    const lines = grows.flatMap((moment) => [
      `api-1  | GET / ${moment.i} ms`,
      `api-1  | ${shapes[0][1](moment)}`,
      `api-1  | ${worker(moment)}`,
    ]);
    const { processes } = await triaged(lines.join('\n'));
    expect(processes?.map(({ pid, verdict }) => [pid, verdict.outcome])).toEqual([
      ['77', 'growth'],
      ['77 isolate 7f52980', 'none'],
    ]);
  });

  it('makes scavenges alone that rise no more than possible growth, and proves that nothing grows where they do not', async () => {
    const scavenge = collection(
      (ms, used, total) =>
        `[77:0x5e1f2a0] ${ms} ms: Scavenge 612.0 (640.1) -> ${used} (${total}) MB, 1.1 / 0.0 ms  (average mu = 0.9, current mu = 0.9) allocation failure; `,
    );
    expect((await triaged(textOf(scavenge, grows))).verdict.outcome).toBe('possible');
    expect((await triaged(textOf(scavenge, stays))).verdict.outcome).toBe('none');
    const minor = collection(
      (ms, used, total) =>
        `[77:0x5e1f2a0] ${ms} ms: Minor Mark-Compact 612.0 (640.1) -> ${used} (${total}) MB, 1.1 / 0.0 ms allocation failure`,
    );
    expect((await triaged(textOf(minor, grows))).verdict.outcome).toBe('possible');
  });

  it('goes on over a restart, which is another life', async () => {
    const first = textOf(shapes[1][1], only3(grows));
    const { processes } = await triaged(
      first + first.replaceAll('0x5e1f2a0', '0x6aaaaa0').replaceAll('[77:', '[78:'),
    );
    expect(processes?.map(({ pid }) => pid).toSorted()).toEqual(['77', '78']);
  });
});

describe('entries that a logger prints over lines for people', () => {
  const head = ({ at }: Moment) =>
    `[${iso(at).slice(0, -1).replace('T', ' ')} +0000] INFO (812 on web-1): stats`;

  itReads('with their fields below them', (moment) =>
    [head(moment), `    rss: ${bytesOf(moment.rss)}`, '    path: "/health"'].join('\n'),
  );
  itReads('with an object below them', (moment) =>
    [head(moment), '    mem: {', `      "rss": ${bytesOf(moment.rss)}`, '    }', '    took: 12'].join('\n'),
  );

  it('are one sample each, of the process that the entry names', async () => {
    const entry: Shape = (moment) =>
      [head(moment), `    heapUsed: ${bytesOf(moment.heap)}`, `    rss: ${bytesOf(moment.rss)}`].join('\n');
    const { memory, processes } = await triaged(textOf(entry, grows));
    expect(memory?.samples ?? processes?.[0].memory?.samples).toBe(length);
  });
});

describe('a heap that rises and was not seen to be collected', () => {
  const rising = (perMinute: number, moments = length) =>
    textOf(
      ({ at, i }) =>
        `${iso(at)} heapUsed=${(60 + perMinute * i).toFixed(2)}MB rss=${(120 + perMinute * i).toFixed(2)}MB`,
      grows.slice(0, moments),
    );

  it('is possible growth where it gained more than the young generation takes', async () => {
    const { verdict } = await triaged(rising(1));
    expect(verdict).toMatchObject({ outcome: 'possible', problem: 'retained-objects', confidence: 0.4 });
    expect(verdict.sentence).toMatch(
      /^the JavaScript heap rises 60.* MiB\/h, and was not seen to be collected/,
    );
  });

  it('is undecided where it gained less, or in less than half an hour', async () => {
    expect((await triaged(rising(0.3))).verdict.outcome).toBe('inconclusive');
    expect((await triaged(rising(4, 25))).verdict.outcome).toBe('inconclusive');
  });
});

describe('ends of processes', () => {
  const block = (pid: number, ms: number) => `
<--- Last few GCs --->

[${pid}:0x7b4437f19000]   ${ms} ms: Mark-Compact (reduce) 766.7 (781.1) -> 765.8 (781.6) MB, pooled: 0 MB, 144.64 / 0.01 ms  (+ 37.3 ms in 0 steps since start of marking, biggest step 0.0 ms) (average mu = 0.973, curr[${pid}:0x7b4437f19000]   ${ms + 659} ms: Mark-Compact 766.7 (781.6) -> 766.5 (785.1) MB, pooled: 0 MB, 654.29 / 0.00 ms  (average mu = 0.901, current mu = 0.008) allocation failure; scavenge might not succeed

FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory
----- Native stack trace -----
`;

  it('at the heap limit of a process with the pid of the one before, as in containers', async () => {
    const { verdict } = await triaged([block(1, 549_338), block(1, 601_000)].join('restarting\n'));
    expect(verdict).toMatchObject({ outcome: 'possible', problem: 'retained-objects', confidence: 0.5 });
    expect(verdict.sentence).toMatch(/^V8 ended 2 lives of the process/);
    expect(verdict.evidence.slice(0, 2)).toEqual([
      'it had 767 MiB each time',
      'it had lived for 9 min 10 s to 10 min',
    ]);
  });

  it('at the heap limit, with the fatal error first and once more', async () => {
    const fatal = 'FATAL ERROR: CALL_AND_RETRY_LAST Allocation failed - process out of memory\n';
    const old = `${fatal}${fatal}\n<--- Last few GCs --->\n\n 8400727 ms: Mark-sweep 1370.6 (1457.5) -> 1370.5 (1457.5) MB, 2270.0 / 0 ms [last resort gc].\n\n<--- JS stacktrace --->\n`;
    const { verdict, processes } = await triaged(old);
    expect(processes).toBeUndefined();
    expect(verdict.sentence).toBe(
      'V8 ended the process after 2 h 20 min because its heap was full of live objects (1.3 GiB)',
    );
    const alone = await triaged(`Nov 15 14:06:06 box docker[2954]: ${fatal}${'x\n'.repeat(20)}`);
    expect(alone.verdict).toMatchObject({ outcome: 'possible' });
  });

  it('is told beside the growth that came before', async () => {
    const trace: Shape = ({ i, heap }) =>
      `[9:0x7b4437f19000] ${i * minute} ms: Mark-Compact 900.0 (910.1) -> ${heap.toFixed(1)} (920.0) MB, 1.1 / 0.0 ms task`;
    const { verdict } = await triaged(textOf(trace, grows) + block(9, length * minute));
    expect(verdict.outcome).toBe('growth');
    expect(verdict.evidence.join()).toContain('it ended: V8 ended the process after 1 h 30 min');
    const quiet = await triaged(textOf(trace, stays) + block(9, length * minute));
    expect(quiet.verdict.outcome).toBe('possible');
  });

  it('by the kernel, of old and new versions, in dmesg and in the journal', async () => {
    const old = (clock: string, pid: number) => `\
[Thu May  7 00:05:${clock} 2026] Memory cgroup out of memory: Kill process ${pid - 9} (node) score 0 or sacrifice child
[Thu May  7 00:05:${clock} 2026] Killed process ${pid} (node) total-vm:20255636kB, anon-rss:466160kB, file-rss:13684kB`;
    const { verdict } = await triaged(`${old('15', 24572)}\n${old('55', 28438)}\n`);
    expect(verdict).toMatchObject({ outcome: 'possible', confidence: 0.5 });
    expect(verdict.sentence).toBe('the kernel killed node 2 times because memory ran out in 40 s');
    const kill = (
      date: string,
    ) => `${date} box kernel: [  518.050606] memory: usage 524288kB, limit 524288kB, failcnt 141
${date} box kernel: Killed process 799153 (npm start), UID 1000, total-vm:606096kB, anon-rss:500000kB, file-rss:13648kB, shmem-rss:0kB
${date} box kernel: oom_reaper: reaped process 799153 (npm start), now anon-rss:0kB, file-rss:0kB, shmem-rss:0kB`;
    const one = await triaged(`${kill('Nov 30 10:16:57')}\n`);
    expect(one.verdict).toMatchObject({
      outcome: 'inconclusive',
      sentence: 'the kernel killed npm start at 502 MiB of 512 MiB at most because memory ran out',
    });
    expect(one.processes).toBeUndefined();
  });

  it('in Kubernetes', async () => {
    const describePod = (finished: string) => `\
Name:             web-7f9c-abcde
    State:          Waiting
      Reason:       CrashLoopBackOff
    Last State:     Terminated
      Reason:       OOMKilled
      Exit Code:    137
      Started:      Sat, 02 May 2026 08:00:00 +0000
      Finished:     Sat, 02 May 2026 ${finished} +0000
    Ready:          False
    Restart Count:  6
`;
    const one = await triaged(describePod('09:30:00'));
    expect(one.verdict.sentence).toBe(
      'web-7f9c-abcde was killed after 1 h 30 min because it reached its memory limit',
    );
    const watched = await triaged(
      'NAME   READY   STATUS      RESTARTS   AGE\nweb-7f9c-abcde   0/1   OOMKilled   3 (2m ago)   17m\nweb-7f9c-abcde   1/1   Running   4 (3s ago)   17m\nweb-7f9c-abcde   0/1   OOMKilled   4 (9m ago)   27m\n',
    );
    expect(watched.verdict).toMatchObject({
      outcome: 'possible',
      sentence: 'web-7f9c-abcde was killed 2 times because it reached its memory limit',
    });
    const state = {
      terminated: {
        reason: 'OOMKilled',
        exitCode: 137,
        startedAt: iso(start),
        finishedAt: iso(start + minute),
      },
    };
    const pod = {
      kind: 'Pod',
      metadata: { name: 'web' },
      status: { containerStatuses: [{ name: 'app', lastState: state }] },
    };
    expect((await triaged(JSON.stringify(pod, undefined, 2))).verdict.sentence).toBe(
      'web/app was killed after 1 min because it reached its memory limit',
    );
  });

  it('by pm2 and systemd', async () => {
    const pm2 =
      'PM2  | [PM2][WORKER] Process 0 restarted because it exceeds --max-memory-restart value (current_memory=524288000 max_memory_limit=419430400 [octets])\n';
    expect((await triaged(pm2)).verdict.sentence).toBe(
      '0 was restarted at 500 MiB because it passed its limit of 400 MiB',
    );
    const unit = (date: string) =>
      `${date} box systemd[1]: web.service: A process of this unit has been killed by the OOM killer.\n${date} box systemd[1]: web.service: Failed with result 'oom-kill'.\n`;
    expect((await triaged(unit('May  2 10:00:00') + unit('May  3 10:00:00'))).verdict.sentence).toBe(
      'web.service was killed 2 times because it reached its memory limit in 1 d',
    );
  });
});

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

describe('containers', () => {
  const used = (rss: number) => `${rss.toFixed(1)}MiB / 2GiB`;
  itReads(
    'docker stats as JSON after dates',
    ({ at, rss }) =>
      `${unixDate(at)}\n${JSON.stringify({ Name: 'web', MemUsage: used(rss), NetIO: '1.2MB / 3.4MB', PIDs: '11' })}`,
  );
  itReads(
    'docker stats as a list after dates',
    ({ at, rss }) =>
      `${iso(at)}\n[${JSON.stringify({ name: 'web', mem_usage: `${rss.toFixed(1)}MB / 8.2GB` })}]`,
  );
  itReads('docker stats by a format', ({ at, rss }) => `${unixDate(at)}\nweb 1.23% ${used(rss)}`);
  itReads("the engine's own answers", ({ at, rss }) =>
    JSON.stringify({
      read: iso(at),
      name: '/web',
      memory_stats: { usage: bytesOf(rss + 50), stats: { inactive_file: bytesOf(50) }, limit: 2 ** 31 },
    }),
  );
  itReads(
    'kubectl top with containers',
    ({ at, rss }) =>
      `${unixDate(at)}\nPOD        NAME   CPU(cores)   MEMORY(bytes)\nweb-7f9c   app    12m          ${Math.round(rss)}Mi`,
  );
  itReads('kubectl top without a header', ({ at, rss }) => `${iso(at)}\nweb-7f9c   1   ${kibiOf(rss)}Ki`);
  itReads('metrics.k8s.io', ({ at, rss }) =>
    JSON.stringify({
      kind: 'PodMetrics',
      metadata: { name: 'web' },
      timestamp: iso(at),
      containers: [{ name: 'app', usage: { cpu: '1', memory: `${kibiOf(rss)}Ki` } }],
    }),
  );
  itReads(
    'pm2 jlist',
    ({ at, rss }) =>
      `${unixDate(at)}\n${JSON.stringify([{ pid: 4000, name: 'web', pm_id: 0, monit: { memory: bytesOf(rss), cpu: 1 } }])}`,
  );
  itReads(
    'pm2 ls with pipes, over restarts of another program',
    ({ at, i, rss }) =>
      `${unixDate(at)}\n| App name | id | mode | pid | status | restart | uptime | cpu | mem |\n| web | 0 | fork | ${900 + i} | online | ${i} | ${i}m | 0% | ${rss.toFixed(1)} MB |`,
  );
  itReads(
    'console.table',
    ({ at, rss }) =>
      `┌─────────┬──────────────────────────┬───────────┐\n│ (index) │ time                     │ rssMb     │\n├─────────┼──────────────────────────┼───────────┤\n│ 0       │ '${iso(at)}' │ ${rss.toFixed(1)}     │\n└─────────┴──────────────────────────┴───────────┘`,
  );
});

describe('operating systems', () => {
  itReads('one line of /proc/PID/status', ({ at, rss }) => `${unixDate(at)}\nVmRSS:\t  ${kibiOf(rss)} kB`);
  itReads(
    'smaps, mapping by mapping',
    ({ at, rss }) => `${unixDate(at)}
00400000-00452000 r-xp 00000000 08:02 173521      /usr/bin/node
Rss:                  2048 kB
Pss:                  1024 kB
7f0000000000-7f0010000000 rw-p 00000000 00:00 0
Rss:                ${kibiOf(rss - 2)} kB
Pss:                ${kibiOf(rss - 3)} kB`,
  );
  itReads(
    'tasklist of Germany',
    ({ at, rss }) =>
      `${pad(partsOf(at).day)}.0${partsOf(at).month + 1}.${partsOf(at).year} ${partsOf(at).clock},12\nnode.exe                      4242 Console                    1   ${kibiOf(rss).toLocaleString('de-DE')} K`,
  );
  itReads(
    'tasklist of France',
    ({ at, rss }) =>
      `${iso(at)}\nnode.exe                      4242 Services                   0   ${kibiOf(rss).toLocaleString('en-US').replaceAll(',', '\u202f')} Ko`,
  );
  itReads(
    'tasklist /fo csv',
    ({ at, rss }) => `${iso(at)}\n"node.exe","4242","Console","1","${kibiOf(rss).toLocaleString('en-US')} K"`,
  );
  itReads(
    'tasklist /fo list',
    ({ at, rss }) =>
      `${iso(at)}\n\nImage Name:   node.exe\nPID:          4242\nSession Name: Console\nSession#:     1\nMem Usage:    ${kibiOf(rss).toLocaleString('en-US')} K`,
  );
  itReads(
    'Get-Process',
    ({ at, rss }) =>
      `${iso(at)}\n\nHandles  NPM(K)    PM(K)      WS(K)     CPU(s)     Id  SI ProcessName\n-------  ------    -----      -----     ------     --  -- -----------\n    251      29   123456 ${String(kibiOf(rss)).padStart(10)}       1.23   4242   1 node\n`,
  );
  itReads('ps with a stamp on each line', ({ at, rss }) => `${iso(at)} 4242 ${kibiOf(rss)}`, {
    head: `${iso(start)}  PID   RSS\n`,
  });
  const machine = { by: 'used memory of the machine' };
  const total = 32_000;
  const free = (at: number, cells: readonly (string | number)[], names: string) =>
    `${unixDate(at)}\n              ${names}\nMem:          ${cells.join('        ')}\nSwap:              0           0           0`;
  it.each([
    [
      'in KiB',
      (rss: number) => [total * 1024, kibiOf(rss), 1, 12, 2, kibiOf(total - rss)],
      'total        used        free      shared  buff/cache   available',
    ],
    [
      'for people',
      (rss: number) => [
        '31.25Gi',
        `${Math.round(rss)}Mi`,
        '1Mi',
        '12Mi',
        '2Mi',
        `${((total - rss) / 1024).toFixed(4)}Gi`,
      ],
      'total        used        free      shared  buff/cache   available',
    ],
    [
      'in German',
      (rss: number) => [total, Math.round(rss), 1, 12, 2, Math.round(total - rss)],
      'gesamt       benutzt     frei      gemns.  Puffer/Cache verfügbar',
    ],
  ])('free %s', async (_, cells, names) => {
    const rising = await triaged(textOf(({ at, rss }) => free(at, cells(rss), names), grows));
    expect(rising.verdict).toMatchObject({
      outcome: 'possible',
      sentence: expect.stringMatching(`^${machine.by} grows 1[78]\\d MiB/h`),
    });
    expect((await triaged(textOf(({ at, rss }) => free(at, cells(rss), names), stays))).verdict.outcome).toBe(
      'none',
    );
  });
  it('/proc/meminfo', async () => {
    const shape: Shape = ({ at, rss }) =>
      `${unixDate(at)}\nMemTotal:       ${total * 1024} kB\nMemFree:        1 kB\nMemAvailable:   ${kibiOf(total - rss)} kB`;
    expect((await triaged(textOf(shape, grows))).verdict.outcome).toBe('possible');
    expect((await triaged(textOf(shape, stays))).verdict.outcome).toBe('none');
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

describe('samples', () => {
  it('of a list are one each, wherever the list is', async () => {
    const samples = grows.map(({ at, rss }) => ({ timestamp: iso(at), rss: bytesOf(rss) }));
    for (const value of [samples, { app: 'web', samples }])
      for (const indent of [undefined, 2]) {
        const { memory, verdict } = await triaged(JSON.stringify(value, undefined, indent));
        expect(memory?.samples).toBe(length);
        expect(verdict.outcome).toBe('growth');
      }
  });

  it('that cannot be are set aside: below zero, and at other times', async () => {
    const lines = textOf(({ at, rss }) => JSON.stringify({ time: iso(at), rss: bytesOf(rss) }), stays).split(
      '\n',
    );
    lines[7] = JSON.stringify({ time: iso(stays[7].at), rss: -5 });
    lines[9] = JSON.stringify({ time: '9999-12-31T23:59:59Z', rss: bytesOf(180) });
    const { verdict, coverage, memory } = await triaged(lines.join('\n'));
    expect(verdict.outcome).toBe('none');
    expect(memory).toMatchObject({ samples: length - 2, duration: (length - 1) * minute });
    expect(coverage.limits).toContain(
      'log: 1 value that no process can have, not used (rss of -5 B in line 8)',
    );
    expect(coverage.limits).toContain('1 line with a time far from all others, not used (9999-12-31)');
    expect(coverage.limits.join()).not.toContain('out of order');
  });

  it('after a long pause count', async () => {
    const later = grows.map((moment) => ({ ...moment, at: moment.at + 40 * 86_400_000 }));
    const { memory } = await triaged(
      textOf(({ at, rss }) => `${iso(at)} rss=${rss.toFixed(1)}MB`, [...grows, ...later]),
    );
    expect(memory?.samples).toBe(2 * length);
  });

  it('of a long log are thinned evenly: its start stays', async () => {
    const number = 140_000;
    const lines = Array.from(
      { length: number },
      (_, i) => `${start + i * 1_000},${(40 + (60 * i) / number).toFixed(3)}`,
    );
    const { memory, coverage } = await triaged(`time,rss_mb\n${lines.join('\n')}\n`);
    const [{ first, last }] = memory!.series;
    expect(first / mebi).toBeCloseTo(40, 0);
    // The last window of twelve begins at 95.
    expect(last / mebi).toBeGreaterThan(94.9);
    expect(coverage.limits.join()).toMatch(/140,000 samples thinned: of each \d+ the lowest and the highest/);
  });
});
