import { expect, it } from 'vitest';
import { linesOf } from './lines.ts';
import { readTelemetry } from './read-telemetry.ts';

/** Lines that make every format read a file. */
const heads = [
  'process_resident_memory_bytes 104857600',
  'VmRSS:   102400 kB',
  '              total        used        free      shared  buff/cache   available',
  'Mem:            7821        2939        2160          12        2508        4560',
  'node.exe                      4242 Console                    1    142,620 K',
  'Handles  NPM(K)    PM(K)      WS(K)     CPU(s)     Id  SI ProcessName',
  '12:00:01 AM   UID       PID  minflt/s  majflt/s     VSZ     RSS   %MEM  Command',
  'CONTAINER ID   NAME      CPU %     MEM USAGE / LIMIT     MEM %     NET I/O   BLOCK I/O   PIDS',
  'NAME                       CPU(cores)   MEMORY(bytes)',
  '│ id │ name │ pid │ mem │',
  '    PID   RSS    VSZ     ELAPSED COMMAND',
];

/** What the patterns of the formats begin with, again and again. A pattern that looks twice at a line takes minutes. */
const beginnings = [
  ...[
    'a',
    '1',
    ' ',
    '\t',
    '{',
    '[',
    '"',
    "'",
    '\\"',
    '_',
    '-',
    '.',
    ':',
    '|',
    '│',
    '\x1b[',
    '\x1b]',
    '\ufffd',
  ],
  ...[
    'a=',
    'a=" ',
    "a='",
    '{"a":',
    'rss',
    'rss ',
    'rss 1',
    'Heap Used: ',
    'a: 1 000 ',
    '    rss: 1',
    'a | ',
    '12:00:00 ',
    '2026-05-02 ',
    '1,000,',
    '1.000.',
    '1_',
  ],
  ...['[4242:0x', '1 ms: Mark-sweep ', ' -> ms: ', 'Killed process 1 (', 'FATAL ERROR: ', 'RSS: 1GB | '],
  ...['a{b="', '1MiB / ', 'a 1/1 OOMKilled ', '1 K', '1Ki ', 'May  2 ', '[May ', 'pod/a/'],
];

it('reads a line of any word once', async () => {
  const words = beginnings.map((word) => word.repeat(120_000 / word.length));
  async function* chunks() {
    yield `${heads.join('\n')}\nMay  2 08:00:00 box web[99]: rss=116MB\n`;
    for (const word of words) yield `${word}\n2026-05-02T08:00:00Z heap ${word}\n`;
    yield 'May  2 08:01:00 box web[99]: rss=117MB\n';
  }
  const { processes } = await readTelemetry([{ name: 'log', chunks: chunks() }]);
  expect(processes.find(({ pid }) => pid === '99')?.readings).toHaveLength(2);
});

it('keeps the beginning of a line of text, and all of a document', async () => {
  async function* chunks() {
    for (let i = 0; i < 20; i++) yield 'x'.repeat(50_000);
    yield '\n[{"rss":';
    for (let i = 0; i < 20; i++) yield ' '.repeat(50_000);
    yield '1}]\n';
  }
  const lengths: number[] = [];
  for await (const line of linesOf(chunks())) lengths.push(line.length);
  expect(lengths).toEqual([256 * 1024, 1_000_011]);
});
