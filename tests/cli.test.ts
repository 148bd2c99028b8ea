import { execFile } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Report } from '../format/report.ts';
import { parseReport } from '../format/report-text.ts';
import { exampleManifest } from '../testing/example-recording.ts';
import { drawHeap, type HeapDrawing } from '../testing/heap-builder.ts';
import { commandFile, heaptrail } from './heaptrail-command.ts';

const captures = 4;
const perInterval = 200;
const startedAt = 1_700_000_000_000;

let room: string;
let leaky: string[];
let quiet: string[];
let recording: string;

beforeAll(() => {
  room = mkdtempSync(join(tmpdir(), 'heaptrail-cli-'));
  leaky = draw('leaky', drawLeak(perInterval));
  quiet = draw('quiet', drawWorkingSet);
  recording = record('agent.heaptrail', leaky);
});

afterAll(() => rmSync(room, { recursive: true, force: true }));

describe('help', () => {
  it.each([[[]], [['analyze']], [['diff']], [['explain']]])(
    'of %j is printed to stdout, with exit code 0',
    async (words) => {
      const { code, stdout, stderr } = await heaptrail([...words, '--help']);
      expect(code).toBe(0);
      expect(stderr).toBe('');
      expect(stdout).toContain(`heaptrail ${words[0] ?? 'COMMAND'}`);
      if (words.length > 0) expect(stdout).toContain('Examples:');
    },
  );

  it('is also asked for by help, before the command', async () => {
    const [asked, typed] = await Promise.all([
      heaptrail(['help', 'attach']),
      heaptrail(['attach', '--help']),
    ]);
    expect(asked).toEqual(typed);
    expect(asked).toMatchObject({ code: 0, stderr: '' });
  });

  it('is a tour for a person who types nothing, and exit code 2 for a script', async () => {
    const { code, stdout, stderr } = await heaptrail([]);
    expect(stdout).toMatch(/^A process is running:\n {2}heaptrail ps /m);
    expect(stdout).toMatch(/^In CI.*:\n {2}heaptrail check /m);
    expect(stdout).toMatch(/^You have snapshots.*:\n {2}heaptrail analyze /m);
    expect({ code, stderr }).toEqual({ code: 2, stderr: '' });
  });

  it('lets a shell complete commands and options', async () => {
    const complete = async (...words: string[]) =>
      (await heaptrail(['--get-yargs-completions', 'heaptrail', ...words])).stdout.split('\n');
    const [commands, options, script] = await Promise.all([
      complete('att'),
      complete('attach', '--ev'),
      heaptrail(['completion'], { env: { SHELL: '/bin/bash' } }),
    ]);
    expect(commands).toContain('attach');
    expect(options).toContain('--every');
    expect(script.stdout).toContain(
      'complete -o bashdefault -o default -F _heaptrail_yargs_completions heaptrail',
    );
  });

  it('tells the version of the package', async () => {
    const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
    expect(await heaptrail(['--version'])).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
  });
});

describe('a usage error', () => {
  it.each([
    ['an option without a command', ['--json'], 'no command was named'],
    ['attach without a process', ['attach'], 'attach needs the pid of a process'],
    [
      'reports of what is not analyzed',
      ['record', '--no-analyze', '--reporter', 'junit=leaks.xml', '--', 'node', 'server.js'],
      '--reporter needs an analysis, and --no-analyze skips it',
    ],
    [
      'a verdict on what is not analyzed',
      ['attach', '1', '--no-analyze', '--fail-on', 'possible'],
      '--fail-on needs an analysis, and --no-analyze skips it',
    ],
    ['a misspelt command', ['analyse'], 'there is no command analyse'],
    ['an unknown option', ['analyze', 'x', '--frobnicate'], 'there is no option --frobnicate'],
    ['nothing to analyze', ['analyze'], 'RECORDING is missing'],
    ['a wrong choice', ['analyze', 'x', '--fail-on', 'often'], 'invalid values'],
    ['a recording that is not there', ['analyze', 'nowhere.heaptrail'], 'nowhere.heaptrail does not exist'],
    ['a report that is not there', ['diff', 'a.json', 'b.json'], 'a.json cannot be read (ENOENT)'],
    ['a fingerprint without a recording', ['explain', '7f3a91c2'], 'explain needs the recording'],
  ])('%s: exit code 2, the fact and the next step on stderr', async (_, words, fact) => {
    const { code, stdout, stderr } = await heaptrail(words, { cwd: room });
    expect(code).toBe(2);
    expect(stdout).toBe('');
    const [error, help, ...rest] = stderr.split('\n');
    expect(error).toMatch(/^error: /);
    expect(error).toContain(fact);
    expect(help).toMatch(/^help: /);
    expect(rest).toEqual(['']);
  });

  it('shows a stack only when asked', async () => {
    const { stderr } = await heaptrail(['analyze', 'nowhere'], { env: { HEAPTRAIL_DEBUG: '1' } });
    expect(stderr).toMatch(/^ {4}at /m);
  });
});

describe('a file that is no usable snapshot', () => {
  const commands = ['analyze', 'classes', 'strings', 'closures', 'dominators', 'paths', 'view', 'redact'];
  const ofAll = (file: string) =>
    Promise.all(
      commands.map((command) =>
        heaptrail(command === 'redact' ? [command, file, 'redacted.heapsnapshot'] : [command, file], {
          cwd: room,
        }),
      ),
    );

  it('is named in one word by every command, with exit code 2', async () => {
    const torn = join(room, 'torn-inside.heapsnapshot');
    writeFileSync(torn, readFileSync(leaky[0], 'utf8').replace('"edges":[', '"edges":[9'));
    const profile = join(room, 'a.heapprofile');
    writeFileSync(profile, '{"head":{"callFrame":{},"children":[]},"samples":[]}');
    for (const [file, fact] of [
      [torn, 'edge 0 has type'],
      [profile, 'it is a sampling heap profile'],
    ] as const) {
      for (const { code, stdout, stderr } of await ofAll(file)) {
        expect(stderr).toContain(fact);
        expect(stderr).toMatch(/^error: .*\nhelp: .*\n$/);
        expect(stderr).not.toContain('bug in heaptrail');
        expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
      }
    }
  }, 60_000);
});

describe('analyze', () => {
  it('names the leak in loose snapshots and ends with 1', async () => {
    const { code, stdout } = await heaptrail(['analyze', ...leaky]);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^growth: .*200 entries per interval/);
    expect(stdout).toMatch(/^leak\[[0-9a-f]{8}\]: Map/m);
    expect(stdout).toMatch(/^not seen: /m);
    expect(stdout).not.toContain('\x1b');
  });

  it('finds nothing in a working set and ends with 0', async () => {
    const { code, stdout } = await heaptrail(['analyze', ...quiet]);
    expect(stdout).toMatch(
      /^no sustained growth in the JavaScript heap in 4 captures \(heap [+-]\d+\.\d MiB, noise ±\d+\.\d\)$/m,
    );
    expect(code).toBe(0);
  });

  it('does not judge by one snapshot, and ends with 3', async () => {
    const { code, stdout } = await heaptrail(['analyze', leaky[0]]);
    expect(code).toBe(3);
    expect(stdout).toMatch(/^inconclusive: one capture shows what fills the heap, not what grows$/m);
    expect(stdout).toMatch(/^heap: .*\n {2}= holders: .* sessions +Map, 200 entries\n/);
    expect(stdout).toContain('growth needs at least three captures of one process');
  });

  it('takes two snapshots for a hint and not for a proof', async () => {
    const words = ['analyze', leaky[0], leaky[3]];
    const { code, stdout } = await heaptrail(words);
    expect(stdout).toMatch(/^possible growth: /);
    expect(code).toBe(3);
    expect((await heaptrail([...words, '--fail-on', 'possible'])).code).toBe(1);
    expect((await heaptrail([...words, '--fail-on', 'never'])).code).toBe(0);
  });

  it('writes a report that is valid JSON, also into a file of its owner', async () => {
    const file = join(room, 'out.json');
    const printed = await heaptrail(['analyze', ...leaky, '--json']);
    const written = await heaptrail(['analyze', ...leaky, '--json', '--output-file', file]);
    expect(written).toEqual({ code: 1, stdout: '', stderr: '' });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const first = parseReport(printed.stdout, 'stdout');
    expect(parseReport(readFileSync(file, 'utf8'), file)).toEqual({
      ...first,
      createdAt: expect.any(Number),
    });
    expect(first.suspects[0]).toMatchObject({ kind: 'map', confirmed: true, entryClass: 'Session' });
  });

  it('says of a torn snapshot that it is torn', async () => {
    const torn = join(room, 'torn.heapsnapshot');
    writeFileSync(torn, readFileSync(leaky[1]).subarray(0, 5_000));
    const { code, stderr } = await heaptrail(['analyze', leaky[0], torn]);
    expect(code).toBe(2);
    expect(stderr).toContain(`${torn} cannot be used: its file is cut off`);
  });

  it('uses colors when forced to', async () => {
    const { stdout } = await heaptrail(['analyze', ...leaky], { env: { FORCE_COLOR: '1' } });
    expect(stdout).toContain('\x1b[31m');
  });

  it('lets the reader of its pipe leave early', async () => {
    const script = 'set -o pipefail; "$0" "$@" | head -1';
    const { stdout, stderr } = await promisify(execFile)('bash', [
      '-c',
      `${script}; exit 0`,
      process.execPath,
      commandFile,
      'analyze',
      ...leaky,
    ]);
    expect(stdout).toMatch(/^growth: /);
    expect(stderr).toBe('');
  });
});

describe('analyze of a recording', () => {
  it('joins the captures with what the manifest knows of them', async () => {
    const report = await analyzeJson(recording);
    expect(report.target).toMatchObject({ pid: 4711, command: 'node agent.mjs' });
    expect(report.intervals).toHaveLength(captures - 1);
    expect(report.intervals[0]).toMatchObject({ duration: 60_000, operations: 100 });
    expect(report.suspects[0].growth.objectsPerOperation).toBe(perInterval / 100);
    expect(report.suspects[0].growth.objectsPerHour).toBe(perInterval * 60);
  });

  it('keeps its report for those who ask next; analyze makes it anew', async () => {
    const folder = copyOf(recording);
    const stored = join(folder, 'report.json');
    rmSync(stored, { force: true });
    const first = await analyzeJson(folder);
    expect(statSync(stored).mode & 0o777).toBe(0o600);
    const explain = () => heaptrail(['explain', folder, first.suspects[0].fingerprint]);
    const written = () => (JSON.parse(readFileSync(stored, 'utf8')) as Report).createdAt;
    await explain();
    expect(written()).toBe(first.createdAt);
    expect((await analyzeJson(folder)).createdAt).toBeGreaterThan(first.createdAt);
    const later = new Date(Date.now() + 5_000);
    utimesSync(join(folder, 'recording.json'), later, later);
    const before = written();
    await explain();
    expect(written()).toBeGreaterThan(before);
  });

  it('uses the whole captures of a torn one and names the rest', async () => {
    const folder = copyOf(recording);
    const middle = join(folder, 'captures/002.heapsnapshot');
    writeFileSync(middle, readFileSync(middle).subarray(0, 3_000));
    writeFileSync(
      join(folder, 'recording.json'),
      readFileSync(join(folder, 'recording.json')).subarray(0, 300),
    );
    const report = await analyzeJson(folder);
    expect(report.coverage.captures).toBe(3);
    expect(report.suspects[0].kind).toBe('map');
    expect(report.coverage.limits.join('\n')).toMatch(
      /recording\.json is not complete JSON[\s\S]*capture 2 is not used: its file is cut off/,
    );
  });

  it('leaves out a capture that is broken inside although both ends look whole', async () => {
    const folder = copyOf(recording);
    const middle = join(folder, 'captures/002.heapsnapshot');
    const text = readFileSync(middle, 'utf8');
    const broken = text.replace(/"nodes":\[/, '"nodes":[x');
    writeFileSync(
      middle,
      `${broken.slice(0, -4)}${broken.slice(-3)}`.padEnd(text.length).slice(0, text.length),
    );
    const report = await analyzeJson(folder);
    expect(report.coverage.captures).toBe(3);
    expect(report.coverage.limits.join('\n')).toMatch(/capture 2 is not used/);
  });

  it('refuses an empty folder', async () => {
    const folder = join(room, 'empty.heaptrail');
    mkdirSync(folder);
    const { code, stderr } = await heaptrail(['analyze', folder]);
    expect(code).toBe(2);
    expect(stderr).toContain('is empty');
  });
});

describe('explain', () => {
  it('tells the story of the suspect whose fingerprint begins so', async () => {
    const { fingerprint } = (await analyzeJson(recording)).suspects[0];
    const { code, stdout } = await heaptrail(['explain', recording, fingerprint.slice(0, 4)]);
    expect(code).toBe(0);
    expect(stdout).toContain(`leak[${fingerprint}]`);
    expect(stdout).toMatch(/capture 1 to capture 2, 1 min, 100 operations +█+ 200 \(/);
    const json = await heaptrail(['explain', recording, fingerprint, '--json']);
    expect(JSON.parse(json.stdout)).toMatchObject({ fingerprint, kind: 'map' });
  });

  it('lists the suspects if it is given no fingerprint, or tells the only one', async () => {
    const report = await analyzeJson(recording);
    const [suspect] = report.suspects;
    const another = { ...suspect, fingerprint: 'ffffffff', title: 'another one' };
    const two = join(room, 'two.json');
    writeFileSync(two, JSON.stringify({ ...report, suspects: [suspect, another] }));
    const [only, both] = await Promise.all([heaptrail(['explain', recording]), heaptrail(['explain', two])]);
    expect(only).toMatchObject({ code: 0, stdout: expect.stringContaining(`leak[${suspect.fingerprint}]`) });
    expect(both).toMatchObject({
      code: 0,
      stdout: [
        `${suspect.fingerprint}  ${suspect.title}`,
        'ffffffff  another one',
        '',
        `show one: heaptrail explain ${two} ${suspect.fingerprint}`,
        '',
      ].join('\n'),
    });
  });

  it('lists the fingerprints there are when it is given another', async () => {
    const { fingerprint } = (await analyzeJson(recording)).suspects[0];
    const { code, stderr } = await heaptrail(['explain', recording, 'zz']);
    expect(code).toBe(2);
    expect(stderr).toContain('no suspect has a fingerprint that begins with zz');
    expect(stderr).toContain(`help: name one of: ${fingerprint} (Map`);
  });
});

describe('diff', () => {
  it('is not worse than itself, and compares a report with a recording', async () => {
    const stored = join(room, 'main.json');
    await heaptrail(['analyze', recording, '--json', '--output-file', stored]);
    const { code, stdout } = await heaptrail(['diff', stored, recording]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^not worse: 1 suspect unchanged, none new$/m);
  });

  it('ends with 1 for a new and for a faster suspect, and with 0 for one that is gone', async () => {
    const clean = record('clean.heaptrail', quiet);
    const faster = record('faster.heaptrail', draw('faster', drawLeak(3 * perInterval)));
    const fresh = await heaptrail(['diff', clean, recording]);
    expect(fresh.stdout).toMatch(/^worse: 1 new suspect$/m);
    expect(fresh.code).toBe(1);
    const sped = await heaptrail(['diff', recording, faster, '--json']);
    expect(JSON.parse(sped.stdout)).toMatchObject({
      worse: true,
      faster: [{ before: 2, after: 6, unit: 'objects per operation' }],
    });
    expect(sped.code).toBe(1);
    expect((await heaptrail(['diff', recording, clean])).code).toBe(0);
  });

  it('sends two snapshots to analyze', async () => {
    const { code, stderr } = await heaptrail(['diff', leaky[0], leaky[1]]);
    expect(code).toBe(2);
    expect(stderr).toContain('heaptrail analyze A.heapsnapshot B.heapsnapshot');
  });
});

/** A registry that gains sessions in every interval and never loses one. */
function drawLeak(gain: number): (h: HeapDrawing) => void {
  return (h) => {
    const sessions = h.map();
    h.root.property('sessions', sessions);
    for (let capture = 0; capture < captures; capture++) {
      for (let i = 0; i < gain; i++) {
        sessions.set(h.string(`session ${capture}.${i}`, { size: 32 }), h.object('Session', { size: 64 }));
      }
      h.capture();
    }
  };
}

/** Modules that stay, and a list that is replaced as a whole: all that is young is of the newest interval. */
function drawWorkingSet(h: HeapDrawing): void {
  const holder = h.object('Worker');
  h.root.property('worker', holder);
  const modules = h.object('Modules');
  holder.property('modules', modules);
  for (let i = 0; i < perInterval; i++) modules.push(h.object('Module'));
  for (let capture = 0; capture < captures; capture++) {
    const job = h.object('Job');
    for (let i = 0; i < perInterval; i++) job.push(h.object('Step', { size: 64 }));
    holder.property('job', job);
    h.capture();
  }
}

function draw(name: string, drawing: (h: HeapDrawing) => void): string[] {
  const folder = join(room, name);
  mkdirSync(folder);
  return drawHeap(drawing).writeTo(folder);
}

function record(name: string, snapshots: readonly string[]): string {
  const folder = join(room, name);
  mkdirSync(join(folder, 'captures'), { recursive: true });
  const names = snapshots.map((_, i) => `captures/00${i + 1}.heapsnapshot`);
  snapshots.forEach((file, i) => {
    cpSync(file, join(folder, names[i]));
  });
  const captures = names.map((file, i) => ({ file, at: startedAt + i * 60_000, operations: i * 100 }));
  const manifest = exampleManifest(startedAt, captures, {
    endedAt: startedAt + 240_000,
    options: { ledgerEvery: 1_000, parts: ['heap'] },
  });
  writeFileSync(join(folder, 'recording.json'), JSON.stringify(manifest));
  writeFileSync(join(folder, 'ledger.ndjson'), `${JSON.stringify({ at: startedAt, rss: 5e7 })}\n`);
  return folder;
}

function copyOf(folder: string): string {
  const copy = mkdtempSync(join(room, 'copy-'));
  cpSync(folder, copy, { recursive: true });
  return copy;
}

async function analyzeJson(folder: string): Promise<Report> {
  const { stdout, stderr } = await heaptrail(['analyze', folder, '--json']);
  expect(stderr).toBe('');
  return parseReport(stdout, folder);
}
