import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import type { Pulse } from '../format/pulse.ts';
import type { RecordingManifest } from '../format/recording.ts';
import { parseManifest, parsePulses } from '../format/recording-text.ts';
import type { Report } from '../format/report.ts';
import { parseReport } from '../format/report-text.ts';
import { nodeBinary } from '../scripts/fetch-node.mjs';
import { commandFile, heaptrail } from './heaptrail-command.ts';

// They wait for their programs, each for its own.
vi.setConfig({ maxConcurrency: 2 });

/** The Node that runs the tests is the one that the addon was built for. */
const node = process.execPath;
const entriesPerTick = 1_000;

/** Each entry is one object; each tick says when it was. */
const ticking = (afterTick: string) => `
  class Entry { constructor(n) { this.n = n; } }
  const kept = new Array(1e6);
  let length = 0;
  let latest = [];
  setInterval(() => {
    latest = Array.from({ length: ${entriesPerTick} }, (_, n) => new Entry(n));
    ${afterTick}
    console.log('tick', Date.now());
  }, 250);
  process.on('SIGTERM', () => process.exit(7));
`;
const lightlyLeaking = `
  const sessions = new Map();
  function serve() {
    for (let n = 0; n < 100; n += 1) sessions.set(sessions.size, { n });
    console.log('tick', Date.now());
  }
  setInterval(() => serve(), 50);
  process.on('SIGTERM', () => process.exit(7));
`;
const leaking = ticking('for (const entry of latest) kept[length++] = entry; latest = [];');
const replacing = ticking('for (const entry of latest) kept[entry.n] = entry;');

/** What the engine and the inspector keep of an interval by themselves. */
const noise = 900;
/** What the program's first writing to its output loads, and the first capture compiles. */
const startUp = 4_000;

const rooms = mkdtempSync(path.join(tmpdir(), 'heaptrail-pulses-'));
afterAll(() => rmSync(rooms, { recursive: true }));

/** A folder of its own for each test: they run at the same time. */
class Room {
  readonly folder = mkdtempSync(path.join(rooms, 'room-'));
  readonly recording = path.join(this.folder, 'a.heaptrail');

  async record(options: readonly string[], program: readonly string[]) {
    return await heaptrail(['record', '--pulses', ...options, '--out', this.recording, '--', ...program]);
  }

  manifest(): RecordingManifest {
    return parseManifest(readFileSync(path.join(this.recording, 'recording.json'), 'utf8'));
  }

  pulses(): readonly Pulse[] {
    const { pulses, torn } = parsePulses(readFileSync(path.join(this.recording, 'pulses.ndjson'), 'utf8'));
    expect(torn).toBe(0);
    return pulses;
  }
}

function pulsesOf(stdout: string): NonNullable<Report['pulses']> {
  const { pulses, verdict } = parseReport(stdout, 'stdout');
  expect(verdict.evidence.at(-1)).toMatch(/^pulses: objects alive by birth [\d,]+ \/ [\d,]+ \//);
  expect(pulses).toBeDefined();
  return pulses!;
}

describe.concurrent('record --pulses', () => {
  it('counts exactly what a leak keeps of each interval', async () => {
    const room = new Room();
    const { code, stdout, stderr } = await room.record(
      ['--every', '2s', '--captures', '4', '--parts', 'heap', '--json'],
      [node, '-e', leaking],
    );
    expect(code).toBe(1);
    const ticks = [...stderr.matchAll(/^tick (\d+)$/gm)].map(([, at]) => Number(at));
    const pulses = room.pulses();
    const { counts } = pulses.at(-1)!.survivors;
    expect(counts).toHaveLength(pulses.length);
    pulses.slice(1).forEach((pulse, i) => {
      const { least, most } = ticksBetween(ticks, pulses[i], pulse);
      const started = i === 0 ? startUp : 0;
      expect(least).toBeGreaterThan(0);
      expect(counts[i + 1]).toBeGreaterThanOrEqual(least * entriesPerTick);
      expect(counts[i + 1]).toBeLessThan(most * entriesPerTick + noise + started);
    });
    expect(pulsesOf(stdout).survivors.counts).toEqual(counts);
  });

  it('counts nothing of what a program replaces', async () => {
    const room = new Room();
    const { stdout } = await room.record(
      ['--every', '2s', '--captures', '5', '--parts', 'heap', '--json'],
      [node, '-e', replacing],
    );
    const { objectsPerInterval, survivors } = pulsesOf(stdout);
    expect(objectsPerInterval).toBeLessThan(noise);
    // Without the interval of start-up, and what is in flight.
    for (const count of survivors.counts.slice(2, -1)) expect(count).toBeLessThan(noise);
  });

  it('takes one pulse before each capture and one halfway, and none closer than a second', async () => {
    const room = new Room();
    await room.record(['--every', '3s', '--captures', '3', '--no-analyze', '-q'], [node, '-e', leaking]);
    const pulses = room.pulses();
    expect(pulses).toHaveLength(5);
    pulses.slice(1).forEach(({ at }, i) => {
      expect(at - pulses[i].at).toBeGreaterThanOrEqual(1_000);
    });
    room.manifest().captures.forEach(({ at }, i) => {
      expect(at).toBeGreaterThanOrEqual(pulses[2 * i].at);
    });
  });

  it('ends --until-growth with one capture once objects born in every interval stay alive', async () => {
    const room = new Room();
    const { stderr } = await room.record(
      ['--until-growth', '--for', '36s', '--captures', '1', '--no-analyze'],
      [node, '-e', leaking],
    );
    expect(stderr).toContain('stopped after 1 capture: objects born in every interval stay alive');
    expect(room.pulses()).toHaveLength(7);
    expect(room.manifest()).toMatchObject({ state: 'complete', captures: [{ status: 'whole' }] });
  });

  it('counts beside visits on a light rung, without a capture', async () => {
    const room = new Room();
    const words = ['--max-rung', 'pulses', '--every', '1500ms', '--parts', 'heap', '--json'];
    const { code, stdout, stderr } = await room.record(words, [node, '-e', lightlyLeaking]);
    expect(room.manifest()).toMatchObject({ state: 'complete', captures: [], rung: { taken: 'pulses' } });
    const pulses = room.pulses();
    expect(pulses.length).toBeGreaterThanOrEqual(7);
    const ticks = [...stderr.matchAll(/^tick (\d+)$/gm)].map(([, at]) => Number(at));
    const { counts } = pulsesOf(stdout).survivors;
    pulses.slice(2).forEach((pulse, i) => {
      expect(counts[i + 2]).toBeGreaterThanOrEqual(ticksBetween(ticks, pulses[i + 1], pulse).least * 100);
    });
    const { suspects, coverage } = parseReport(stdout, 'stdout');
    expect(suspects[0]?.holders[0].expression, coverage.limits.join('; ')).toBe('sessions');
    expect({ code, method: coverage.method }).toEqual({ code: 1, method: 'visits' });
  });

  it('leaves the program as it is without us', async () => {
    const room = new Room();
    const file = path.join(room.folder, 'program.cjs');
    writeFileSync(
      file,
      `
      const { execFileSync } = require('node:child_process');
      const { existsSync, readFileSync } = require('node:fs');
      const { Session } = require('node:inspector');
      const [, , child, manifest] = process.argv;
      const names = () => Reflect.ownKeys(globalThis).map(String).sort().join();
      const before = names();
      const environment = JSON.stringify(process.env);
      const recorded = () => existsSync(manifest) && JSON.parse(readFileSync(manifest, 'utf8')).state !== 'recording';
      const look = setInterval(() => {
        if (!recorded()) return;
        clearInterval(look);
        // The probe leaves right after.
        setTimeout(tell, 2_000);
      }, 100);
      const tell = () => {
        console.log('options', process.execArgv.length, process.env.NODE_OPTIONS ?? 'none');
        console.log('child', execFileSync(process.execPath, [child]).toString().trim());
        console.log('same globals', names() === before, 'same environment', JSON.stringify(process.env) === environment);
        const session = new Session();
        session.connect();
        session.post('Runtime.evaluate', { expression: 'globalThis' }, (_, { result }) =>
          session.post('HeapProfiler.getHeapObjectId', { objectId: result.objectId }, (_, id) =>
            console.log('id', id.heapSnapshotObjectId)));
        process.exitCode = 5;
      };
    `,
    );
    const child = path.join(room.folder, 'child.cjs');
    writeFileSync(child, 'console.log(process.execArgv.length, process.env.NODE_OPTIONS)');
    const { stdout, stderr } = await room.record(
      ['--every', '1500ms', '--captures', '2', '--no-analyze', '--keep-running'],
      [node, file, child, path.join(room.recording, 'recording.json')],
    );
    expect(room.pulses()).toHaveLength(2);
    expect(stdout.split('\n')).toEqual([
      'options 0 none',
      'child 0 undefined',
      'same globals true same environment true',
      // V8 has forgotten all ids, and so no longer tracks what moves.
      'id 0',
      '',
    ]);
    expect(stderr).toContain('the program ended (exit code 5)');
  });

  it('says that a program ended by itself, also in the middle of a recording', async () => {
    const room = new Room();
    const program = `setInterval(() => {}, 100); setTimeout(() => process.exit(5), 10_000)`;
    const { stderr } = await room.record(
      ['--every', '2s', '--captures', '9', '--no-analyze'],
      [node, '-e', program],
    );
    expect(stderr).toContain('the program ended (exit code 5)');
    expect(room.manifest().notes).toEqual([]);
  });
});

describe.concurrent('without the addon', () => {
  it('says so if it is not installed, and captures', async () => {
    const room = new Room();
    const command = installedWithout('v8-profiler-next', room.folder);
    const { code, stderr } = await heaptrail(
      [
        'record',
        '--pulses',
        '--every',
        '300ms',
        '--captures',
        '2',
        '--no-analyze',
        '--out',
        room.recording,
        '--',
        node,
        '-e',
        leaking,
      ],
      { command },
    );
    expect(code).toBe(0);
    expect(stderr).toContain(
      'note: recording captures only, without pulses: the optional package v8-profiler-next is not installed; ' +
        'install it beside heaptrail: npm install v8-profiler-next\n',
    );
    expect(stderr).toContain('the program ended (exit code 7)');
    expect(room.manifest()).toMatchObject({
      state: 'complete',
      captures: [{ status: 'whole' }, { status: 'whole' }],
    });
    expect(readdirSync(room.recording)).not.toContain('pulses.ndjson');
  });

  it('says so if it is not built for the Node of the program, and captures', async () => {
    const room = new Room();
    const other = await nodeBinary(process.versions.node.startsWith('26.') ? 24 : 26);
    const { code, stderr } = await room.record(
      ['--every', '300ms', '--captures', '2', '--no-analyze'],
      [other, '-e', leaking],
    );
    expect(code).toBe(0);
    expect(stderr).toMatch(
      /note: recording captures only, without pulses: .* not built for node \d+\.\d+\.\d+ \(/,
    );
    expect(room.manifest().captures.map(({ status }) => status)).toEqual(['whole', 'whole']);
  });

  it('says so if the program may not load addons, and captures', async () => {
    const room = new Room();
    const { code, stderr } = await room.record(
      ['--every', '300ms', '--captures', '2', '--no-analyze'],
      [node, '--no-addons', '-e', leaking],
    );
    expect(code).toBe(0);
    expect(stderr).toMatch(
      /note: recording captures only, without pulses: the process cannot use v8-profiler-next: /,
    );
    expect(room.manifest().captures.map(({ status }) => status)).toEqual(['whole', 'whole']);
  });
});

/** A tick may have come before or after a pulse where it lies between its question and its answer. */
function ticksBetween(ticks: readonly number[], from: Pulse, to: Pulse) {
  const between = (start: number, end: number) => ticks.filter((at) => at >= start && at <= end).length;
  return {
    least: between(from.at + from.duration + 1, to.at - 1),
    most: between(from.at, to.at + to.duration),
  };
}

/** The command in a folder of its own, where every package but one is installed. */
function installedWithout(left: string, folder: string): string {
  const root = path.dirname(path.dirname(path.dirname(commandFile)));
  const copy = path.join(folder, 'heaptrail');
  mkdirSync(path.join(copy, 'node_modules'), { recursive: true });
  cpSync(path.join(root, 'dist'), path.join(copy, 'dist'), { recursive: true });
  cpSync(path.join(root, 'package.json'), path.join(copy, 'package.json'));
  for (const name of readdirSync(path.join(root, 'node_modules'))) {
    if (name !== left)
      symlinkSync(path.join(root, 'node_modules', name), path.join(copy, 'node_modules', name));
  }
  return path.join(copy, 'dist', 'cli', 'main.js');
}
