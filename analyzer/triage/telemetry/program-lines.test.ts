import { describe, expect, it } from 'vitest';
import {
  bytesOf,
  grows,
  iso,
  itReads,
  length,
  type Moment,
  mebi,
  minute,
  type Shape,
  start,
  stays,
  syslogDate,
  textOf,
  triaged,
} from '../../../testing/drawn-telemetry.ts';

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
    expect(coverage.limits).toContain('log: 1 impossible value not used (rss of -5 B in line 8)');
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
    expect(coverage.limits.join()).toMatch(
      /140,000 samples thinned: the lowest and the highest of each \d+ are used/,
    );
  });
});
