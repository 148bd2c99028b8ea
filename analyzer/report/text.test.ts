import { describe, expect, it } from 'vitest';
import type { Report } from '../../format/report.ts';
import type { Suspect } from '../../format/suspect.ts';
import { sessions as example, leakyReport, quietReport } from '../../testing/example-reports.ts';
import { renderText } from './text.ts';

const mebi = 1024 * 1024;

const sessions: Suspect = {
  ...example,
  path: [
    { edge: '', name: 'agent.mjs', kind: 'module' },
    { edge: '.sessions', name: 'Map', kind: 'collection' },
    { edge: '[]', name: 'Session', kind: 'entry', growing: true },
  ],
  holders: [{ name: 'Map', expression: 'sessions', path: [], share: 1 }],
  evidence: ['survivors by birth 2000/2000/2000', 'all 2,000 first entries still alive'],
};

const leaky: Report = {
  schemaVersion: 1,
  tool: { name: 'heaptrail', version: '0.1.0' },
  createdAt: 0,
  verdict: {
    outcome: 'growth',
    problem: 'retained-objects',
    sentence: sessions.title,
    confidence: 0.98,
    evidence: [],
    next: [],
  },
  suspects: [sessions],
  intervals: [],
  coverage: {
    captures: 4,
    method: 'survivors-by-birth',
    notSeen: ['worker threads'],
    limits: ['capture 5 was cut off while it was written and is not used'],
  },
};

const quiet: Report = {
  ...leaky,
  verdict: {
    outcome: 'none',
    problem: 'none',
    sentence: 'no sustained growth in 3 captures (heap +0.1 MiB, noise ±0.4)',
    confidence: 0.9,
    evidence: [],
    next: [],
  },
  suspects: [],
  coverage: {
    captures: 3,
    method: 'survivors-by-birth',
    notSeen: ['external memory', 'worker threads'],
    limits: [],
  },
};

const path = (text: string) => text.split('\n').filter((line) => /^ {3}(│|╰→)|^ +~+$/.test(line));

describe('the text report', () => {
  it('names the leak as a compiler names a fault', () => {
    expect(renderText(leaky)).toBe(`\
growth: Map \`sessions\` gains 2,000 entries per interval and never loses any (98 % confidence)

leak[7f3a91c2]: Map \`sessions\` gains 2,000 entries per interval and never loses any
  --> agent.mjs (module scope)
   │ agent.mjs
   │   ↓ sessions        Map, 6,000 entries (2,000 new)
   │     ~~~~~~~~
   ╰→ Session            6,000 objects
  = size:     4.1 MiB retained only by it, 3.9 MiB of it born between captures
  = rate:     1.3 MiB per interval, 78.0 MiB/h, 1 new per operation
  = evidence: survivors by birth 2000/2000/2000; all 2,000 first entries still alive
  = help:     delete the entry when the session ends, or bound it (TTL, LRU)
  = more:     heaptrail explain 7f3a91c2

looked at: 4 captures, each object dated by the interval it was born in
not seen: worker threads
limit: capture 5 was cut off while it was written and is not used
`);
  });

  it('says in one line that nothing grows, and what it could not see', () => {
    expect(renderText(quiet)).toBe(`\
no sustained growth in 3 captures (heap +0.1 MiB, noise ±0.4)

looked at: 3 captures, each object dated by the interval it was born in
not seen: external memory
not seen: worker threads
`);
  });

  it('names growth outside the heap without a holder, with the reason and the next step', () => {
    const native: Report = {
      ...quiet,
      verdict: {
        outcome: 'growth',
        problem: 'native',
        sentence: 'native memory grows 64.0 MiB/h while the JavaScript heap is flat',
        confidence: 0.8,
        evidence: ['anonymous memory less heap and external: 40.0 MiB to 104 MiB', 'heap floor flat'],
        next: ['look at native addons and the allocator (try jemalloc)'],
      },
      memory: {
        duration: 3_600_000,
        samples: 720,
        series: [
          { name: 'rss', first: 90 * mebi, last: 154 * mebi, perHour: 64 * mebi },
          { name: 'heapUsed', first: 12 * mebi, last: 12 * mebi, perHour: 0 },
          { name: 'external', first: 0, last: 0, perHour: 0 },
          { name: 'descriptors', first: 20, last: 24, perHour: 4 },
        ],
      },
    };
    expect(renderText(native)).toBe(`\
growth: native memory grows 64.0 MiB/h while the JavaScript heap is flat (80 % confidence)
  = because:  anonymous memory less heap and external: 40.0 MiB to 104 MiB
              heap floor flat
  = next:     look at native addons and the allocator (try jemalloc)

memory: over 1 h, rss 90.0 MiB to 154 MiB, inflated by captures; heap 12.0 MiB; descriptors 20 to 24
looked at: 3 captures, each object dated by the interval it was born in
not seen: external memory
not seen: worker threads
`);
  });

  it('gives no rate that the ledger is too short for', () => {
    const series = [
      { name: 'heapUsed' as const, first: 12 * mebi, last: 14 * mebi, perHour: 500 * mebi, unsure: true },
    ];
    const text = renderText({ ...quiet, memory: { duration: 10_000, samples: 10, series } });
    expect(text).toContain('memory: over 10 s, heap 12.0 MiB to 14.0 MiB\n');
  });

  it('shows five suspects and counts the rest, or all of them', () => {
    const many = {
      ...leaky,
      suspects: Array.from({ length: 7 }, (_, i) => ({ ...sessions, fingerprint: `0000000${i}` })),
    };
    const short = renderText(many);
    expect(short.match(/^leak\[/gm)).toHaveLength(5);
    expect(short).toContain('… 2 more suspects: --all shows them');
    expect(renderText(many, { all: true }).match(/^leak\[/gm)).toHaveLength(7);
  });

  it('lets no control character of the target out to the terminal', () => {
    const hostile = {
      ...sessions,
      title: 'Map `\x1b[2J\n`',
      path: [{ ...sessions.path[0], name: 'a\x07.mjs' }, ...sessions.path.slice(1)],
    };
    const text = renderText({ ...leaky, suspects: [hostile] });
    expect(text).toContain('Map `\ufffd[2J\ufffd`');
    expect(text.replaceAll('\n', '')).not.toMatch(/[\x00-\x1f]/);
  });

  it('colors only when asked, and never changes the words', () => {
    const colored = renderText(leaky, { colors: true });
    expect(colored).toContain('\x1b[31m');
    expect(colored.replace(/\x1b\[\d+m/g, '')).toBe(renderText(leaky));
  });
});

describe('a path', () => {
  const withPath = (steps: Suspect['path'], change: Partial<Suspect> = {}): string =>
    renderText({ ...leaky, suspects: [{ ...sessions, ...change, path: steps }] });

  it('underlines the edge itself where it has a name', () => {
    const text = withPath(
      [
        { edge: '', name: 'tool.mjs', kind: 'module' },
        { edge: 'closure variable output', name: '(string)', kind: 'string', growing: true },
      ],
      { kind: 'string-buffer', title: 'string `output` grows', retainedSize: 3 * mebi },
    );
    expect(path(text)).toEqual([
      '   │ tool.mjs',
      '   ╰→ closure variable output: (string)  3.0 MiB in one value',
      '      ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~',
    ]);
  });

  it('writes a collapsed chain once, with its length', () => {
    const text = withPath(
      [
        { edge: '', name: 'global', kind: 'root' },
        { edge: '.signal', name: 'AbortSignal', kind: 'object', location: 'bus.mjs:12' },
        { edge: '.next', name: 'Listener', kind: 'chain', repeats: 5000, growing: true },
        { edge: '.listener', name: 'onAbort', kind: 'closure', location: 'bus.mjs:30' },
      ],
      { kind: 'listeners', entryCount: 5000, entryClass: 'Listener' },
    );
    expect(text).toContain('--> bus.mjs:30 (onAbort)');
    expect(path(text)).toEqual([
      '   │ global',
      '   │   ↓ signal          AbortSignal, bus.mjs:12',
      '   │   ↓ next            Listener × 5,000, 5,000 listeners (2,000 new)',
      '   │     ~~~~',
      '   ╰→ listener: onAbort  5,000 objects',
    ]);
  });

  it('loses its middle when it is long, and keeps both ends', () => {
    const middle = Array.from({ length: 20 }, (_, i) => ({
      edge: `.s${i}`,
      name: 'Object',
      kind: 'object' as const,
    }));
    const text = withPath([sessions.path[0], ...middle, ...sessions.path.slice(1)]);
    expect(path(text)).toHaveLength(4 + 1 + 7 + 1);
    expect(text).toContain('… 12 more steps');
    expect(text).toContain('sessions');
  });

  it('measures the objects themselves if no single holder keeps them', () => {
    const text = withPath(sessions.path, { retainedSize: 0 });
    expect(text).toContain('= size:     3.9 MiB born between captures and retained by no single object');
  });

  it('underlines a symbol, which is a name', () => {
    const text = withPath(
      [
        { edge: '', name: 'a.mjs', kind: 'module' },
        { edge: 'agent', name: 'Agent', kind: 'object' },
        { edge: '[Symbol(clients)]', name: 'Map', kind: 'collection', growing: true },
        { edge: '[key]', name: 'Object', kind: 'entry' },
      ],
      {},
    );
    expect(text).toMatch(/\[Symbol\(clients\)\].*\n.*│ {5}~{17}$/m);
  });

  it('names every holder where several hold the same objects', () => {
    const text = withPath(sessions.path, {
      holders: [
        { name: 'Map', expression: 'sessions', path: [], share: 1 },
        { name: 'Set', expression: 'bus.listeners', path: [], share: 0.97 },
      ],
    });
    expect(text).toContain(`\
  = held by:  sessions (100 % of the growing objects)
              bus.listeners (97 % of the growing objects)
              sessions keeps all of these objects and must release them, but that alone frees at most 3 %: the other holders must release their part as well`);
  });

  it('says that clearing one is not enough where all hold all, and what they hold jointly', () => {
    const text = withPath(sessions.path, {
      retainedSize: 7_000,
      holders: [
        { name: 'Map', expression: 'rawBuffers', path: [], share: 1 },
        { name: 'Map', expression: 'buffers', path: [], share: 1 },
      ],
    });
    expect(text).toContain('every holder must release these objects: clearing just one does not free them');
    expect(text).toMatch(
      /= size: {5}\d.* born between captures and held jointly, 6\.8 KiB retained only by the first holder/,
    );
  });
});

describe('functions whose allocations stay, and which no suspect explains', () => {
  const frame = { function: 'serve', file: 'agent.mjs', line: 7, column: 1 };
  const site = { frame, stacks: [], bytes: 9_000, bytesPerInterval: 3_000, samples: 9 };
  const allocations = { interval: 8_192, profiles: 4, sites: [site] };

  it('are named beside growth', () => {
    expect(renderText({ ...leakyReport, allocations })).toContain('growing allocation site: `serve`');
  });

  it('are not said to grow if nothing does', () => {
    expect(renderText({ ...quietReport, allocations })).not.toContain('growing allocation site');
  });
});
