import { expect, it } from 'vitest';
import yargs from 'yargs';
import { type AnalyzeArguments, analyzeRequest } from './analyze-request.ts';
import { type CheckArguments, checkOptions } from './check-options.ts';
import { checkRequest } from './check-request.ts';
import { type InventoryArguments, inventoryOptions } from './inventory-options.ts';
import { listRequest } from './list-request.ts';
import { recordingOptions } from './recording-options.ts';
import {
  type AttachArguments,
  attachRequest,
  type RecordArguments,
  recordRequest,
} from './recording-request.ts';
import { type TriageArguments, triageRequest } from './triage-request.ts';

const typed = (words: string) =>
  yargs(words.split(' ').filter((word) => word !== ''))
    .exitProcess(false)
    .fail(rethrow);
const recording = (words: string) =>
  recordingOptions(typed(`record --no-config ${words}`)).parseSync() as unknown as RecordArguments;
const attaching = (words: string, pid: string | number = 4711): AttachArguments => ({
  ...recording(words),
  pid,
  inject: false,
  'by-signal': false,
});
const checking = (words: string) =>
  checkOptions(typed(`check --no-config ${words}`)).parseSync() as unknown as CheckArguments &
    RecordArguments;
const listing = (words: string): InventoryArguments => ({
  ...inventoryOptions(typed(words)).parseSync(),
  source: ['a.heaptrail'],
});

function rethrow(message: string, error: Error): never {
  throw error ?? new Error(message);
}

it('makes durations, parts and the plan of what is typed', async () => {
  const { plan, judgement, to, out } = await attachRequest(
    attaching('--for 2m --captures 5 --parts heap,native --out a.heaptrail'),
  );
  expect(plan).toMatchObject({ duration: 120_000, every: 30_000, captures: 5, parts: ['heap', 'native'] });
  expect(judgement).toMatchObject({ failOn: 'growth', configuration: undefined });
  expect({ to, out }).toEqual({ to: { pid: 4711 }, out: 'a.heaptrail' });
});

it('samples no allocations if only an experiment looks at memory: each look would collect first', async () => {
  const sampling = async (words: string) => (await attachRequest(attaching(words))).plan.sampling;
  expect(await sampling('--captures 0 --for 2m --experiment')).toBe(false);
  expect(await sampling('--captures 0 --for 2m')).toBe(true);
  expect(await sampling('--experiment')).toBe(true);
});

it('judges nothing without an analysis, and waits for no verdict', async () => {
  const { plan, judgement } = await attachRequest(attaching('--no-analyze'));
  expect(judgement).toBeUndefined();
  expect(plan.settles).toBe(false);
});

it.each(['', '--for 10m', '--every 1s', '--max-pause 1s', '--plan auto', '--plan auto --for 1h'])(
  'takes visits if captures are refused: %s',
  async (words) => {
    const { plan } = await attachRequest(attaching(words));
    expect(plan.captures).toBeGreaterThan(1);
    expect(plan.lighter?.captures).toBe(0);
    expect(plan.lighter?.visiting?.visits).toBeGreaterThanOrEqual(7);
  },
);

it.each(['--plan captures', '--captures 4', '--stacks', '--until-growth', '--plan light'])(
  'takes nothing lighter than what was asked for: %s',
  async (words) => {
    const { plan } = await attachRequest(attaching(words));
    expect(plan).not.toHaveProperty('lighter');
  },
);

it('knows how many sessions a person expects to end', async () => {
  const { judgement } = await attachRequest(attaching('--expect-ends 12'));
  expect(judgement).toMatchObject({ expectedEnds: 12 });
  await expect(attachRequest(attaching('--expect-ends 0'))).rejects.toThrow(
    '--expect-ends needs a whole number above 0',
  );
});

it('takes the words after -- for the program', async () => {
  const { command, keepRunning } = await recordRequest(recording('-- node server.js --port 1'));
  expect({ command, keepRunning }).toEqual({
    command: ['node', 'server.js', '--port', '1'],
    keepRunning: undefined,
  });
});

it.each([
  ['a process id that is none', () => attachRequest(attaching('', 0)), 'that is not a process id'],
  ['two plans', () => attachRequest(attaching('--plan auto --captures 3')), '--plan auto decides by itself'],
  [
    'a part of memory that is none',
    () => attachRequest(attaching('--parts soul')),
    '"soul" is not a part of memory',
  ],
  ['a bare number as a duration', () => attachRequest(attaching('--for 5')), '"5" is not a duration'],
  ['a reporter that is none', () => attachRequest(attaching('--reporter x')), 'there is no reporter x'],
  ['no program', () => recordRequest(recording('')), 'no program was named'],
  ['a check without work', () => checkRequest(checking('-- node a.js')), 'the program gets no work to do'],
  [
    'a check that takes too long to be ready, in words that say nothing',
    () => checkRequest(checking('--every 1s --ready-timeout soon -- node a.js')),
    '"soon" is not a duration',
  ],
  ['a list of no rows', () => listRequest(listing('--limit 0')), '--limit needs a whole number'],
  [
    'a capture that is no number',
    () => listRequest(listing('--capture x')),
    '--capture needs a whole number',
  ],
  ['a bare number as memory', () => analyzeRequest(analyzing({ 'max-memory': '20' })), '"20" is not a size'],
  ['no operations', () => analyzeRequest(analyzing({ operations: 0 })), '0 is not a number of operations'],
  [
    'a bare number as a limit',
    () => triageRequest(triaging({ limit: '4294967296' })),
    '"4294967296" is not a size',
  ],
  ['a bare number as a time', () => triageRequest(triaging({ every: '5' })), '"5" is not a duration'],
])('refuses %s', async (_, request, message) => {
  await expect((async () => request())()).rejects.toThrow(message);
});

it('reads the limit and the times of logs', () => {
  const { limit, every } = triageRequest(triaging({ limit: '4g', every: '5s' }));
  expect({ limit, every }).toEqual({ limit: 2 ** 32, every: 5_000 });
});

function analyzing(change: Partial<AnalyzeArguments>): AnalyzeArguments {
  return { ...recording(''), source: ['a'], all: false, ...change } as unknown as AnalyzeArguments;
}

function triaging(change: Partial<TriageArguments>): TriageArguments {
  return { source: ['a.log'], json: false, all: false, 'fail-on': 'growth', ...change } as TriageArguments;
}
