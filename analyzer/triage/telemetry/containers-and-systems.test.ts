import { describe, expect, it } from 'vitest';
import {
  bytesOf,
  grows,
  iso,
  itReads,
  kibiOf,
  pad,
  partsOf,
  type Shape,
  start,
  stays,
  textOf,
  triaged,
  unixDate,
} from '../../../testing/drawn-telemetry.ts';

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
