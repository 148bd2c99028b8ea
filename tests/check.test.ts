import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RecordingManifest } from '../format/recording.ts';
import type { Report } from '../format/report.ts';
import { freePort } from './free-port.ts';
import { commandFile, heaptrail, type Ran } from './heaptrail-command.ts';
import { summaryIn } from './page-file.ts';
import { sarifFaults } from './sarif-faults.ts';

/** Real programs, started and put to work by the command. */

const root = fileURLToPath(new URL('..', import.meta.url));
let room: string;

/** Keeps something of each request, or nothing, and tells its pid and port by a file. */
const server = `
import { writeFileSync } from 'node:fs';
import http from 'node:http';
const kept = [];
const server = http.createServer((request, response) => {
  if (request.url === '/leak') kept.push({ at: Date.now(), agent: request.headers['user-agent'] + kept.length });
  response.statusCode = request.url === '/missing' ? 404 : 200;
  response.end('ok');
});
server.listen(Number(process.argv[2] ?? 0), '127.0.0.1', () => {
  writeFileSync('server.json', JSON.stringify({ pid: process.pid, port: server.address().port }));
  console.log('listening now');
});
setTimeout(() => process.exit(1), 100_000);
`;

const drive = `
import { readFileSync } from 'node:fs';
const { port } = JSON.parse(readFileSync('server.json', 'utf8'));
for (let i = 0; i < 53; i += 1) await (await fetch('http://127.0.0.1:' + port + '/' + process.env.DRIVE_PATH)).text();
console.log('operations: 53');
`;

beforeAll(() => {
  room = mkdtempSync(join(tmpdir(), 'heaptrail-check-'));
});
afterAll(() => rmSync(room, { recursive: true, force: true }));

/** A project of its own for each test: they run at the same time. */
function project(): string {
  const folder = mkdtempSync(join(room, 'project-'));
  writeFileSync(join(folder, 'server.mjs'), server);
  writeFileSync(join(folder, 'drive.mjs'), drive);
  return folder;
}

function check(folder: string, path: string, ...options: string[]): Promise<Ran> {
  const words = ['check', '--drive', 'drive.mjs', '--captures', '3', '--ready-line', 'listening', ...options];
  return heaptrail([...words, '--', 'node', 'server.mjs'], { cwd: folder, env: { DRIVE_PATH: path } });
}

function isRunning(folder: string): boolean {
  const { pid } = JSON.parse(readFileSync(join(folder, 'server.json'), 'utf8'));
  return existsSync(`/proc/${pid}`);
}

function recordingIn(folder: string): RecordingManifest {
  const name = readdirSync(folder).find((each) => each.endsWith('.heaptrail'));
  return JSON.parse(readFileSync(join(folder, name!, 'recording.json'), 'utf8'));
}

describe.concurrent('check', { timeout: 240_000 }, () => {
  it('puts load on a URL, fails for what it leaves behind, and reports it everywhere', async () => {
    const folder = project();
    mkdirSync(join(folder, '.git'));
    const url = `http://127.0.0.1:${await freePort()}/leak`;
    const files = [
      'junit=out/leaks.xml',
      'sarif=out/leaks.sarif',
      'github=out/annotations',
      'json=out/leaks.json',
    ];
    const { code, stdout, stderr } = await heaptrail(
      [
        'check',
        ...['--load', url, '--requests', '101', '--captures', '3', '--html', 'out/page.html'],
        ...files.flatMap((file) => ['--reporter', file]),
        ...['--', 'node', 'server.mjs', new URL(url).port],
      ],
      { cwd: folder },
    );
    expect({ code, stderr }).toMatchObject({ code: 1 });
    expect(stdout).toMatch(/^growth: Array `kept` gains 101 entries per interval/);
    const report: Report = JSON.parse(readFileSync(join(folder, 'out/leaks.json'), 'utf8'));
    expect(report.suspects[0].growth.objectsPerOperation).toBe(1);
    expect(report.intervals.map(({ operations }) => operations)).toEqual([101, 101]);
    expect(readFileSync(join(folder, 'out/leaks.xml'), 'utf8')).toContain('failures="1"');
    const sarif = readFileSync(join(folder, 'out/leaks.sarif'), 'utf8');
    expect(sarifFaults(sarif)).toEqual([]);
    expect(JSON.parse(sarif).runs[0].results[0].locations[0].physicalLocation).toEqual({
      artifactLocation: { uri: 'server.mjs', uriBaseId: '%SRCROOT%' },
      region: { startLine: 4 },
    });
    expect(readFileSync(join(folder, 'out/annotations'), 'utf8')).toMatch(
      /^::error file=server\.mjs,line=4,title=/,
    );
    expect(existsSync(join(folder, 'out/page.html'))).toBe(true);
    expect(stderr).toMatch(/^listening now$/m);
    expect(stderr).toMatch(/^warm-up: 101 operations$/m);
    expect(stderr).toMatch(/^the program ended \(SIGTERM\)$/m);
    expect(recordingIn(folder).options.workload).toBe(`101 requests to ${url} over 10 connections`);
    expect(isRunning(folder)).toBe(false);
  });

  it('accepts what the baseline has, not what became faster, and tells what is gone', async () => {
    const folder = project();
    const file = join(folder, 'heaptrail.baseline.json');
    const updated = await check(folder, 'leak', '--update', '-q', '--html', 'page.html');
    expect(updated.stderr).toMatch(/^heaptrail\.baseline\.json accepts 1 suspect$/m);
    expect(updated.code).toBe(0);
    const shown = summaryIn(join(folder, 'page.html')).report;
    expect(shown).toMatchObject({
      verdict: { outcome: 'none', sentence: 'nothing grows except what the baseline accepts (1 suspect)' },
      suspects: [],
      suppressed: [{ list: 'baseline', reason: 'accepted at 1 object per operation' }],
      baseline: [{ state: 'accepted' }],
    });
    const baseline = JSON.parse(readFileSync(file, 'utf8'));
    expect(baseline).toMatchObject({
      schemaVersion: 1,
      suspects: [{ kind: 'array', rate: { per: 'operation', objects: 1 } }],
    });
    expect(baseline.suspects[0].holder).toMatch(/server\.mjs:kept$/);

    baseline.suspects[0].rate.objects = 0.5;
    writeFileSync(file, JSON.stringify(baseline));
    const faster = await check(folder, 'leak', '-q');
    expect(faster.code).toBe(1);
    expect(faster.stdout).toContain(
      'faster than the baseline accepts: 1 object per operation instead of 0.5 objects per operation',
    );

    const clean = await check(folder, 'quiet', '-q', '--html', 'page.html');
    expect(clean.code).toBe(0);
    expect(clean.stdout).toMatch(
      /^gone\[[0-9a-f]{8}\]: .*server\.mjs:kept no longer grows: --update removes it from/m,
    );
    expect(summaryIn(join(folder, 'page.html')).report.baseline).toMatchObject([{ state: 'gone' }]);
    expect(isRunning(folder)).toBe(false);
  });

  it('loses nothing on Ctrl-C, and ends the drive and the program', async () => {
    const folder = project();
    writeFileSync(
      join(folder, 'slow.mjs'),
      "if (process.env.HEAPTRAIL_INTERVAL === '2') { console.log('begun'); setTimeout(() => {}, 90_000); } else console.log('operations: 1');",
    );
    const words = ['check', '--drive', 'slow.mjs', '--ready-line', 'listening', '--', 'node', 'server.mjs'];
    const child = spawn(process.execPath, [commandFile, ...words], { cwd: folder });
    let [stdout, stderr] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text) => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text) => {
      stderr += text;
      // Once: a second one ends the command at once.
      if (text.includes('begun')) child.kill('SIGINT');
    });
    const [code] = await once(child, 'close');
    expect({ code, stdout, stderr }).toMatchObject({ code: 3 });
    expect(stdout).toMatch(/2 captures/);
    expect(recordingIn(folder)).toMatchObject({
      state: 'interrupted',
      endReason: 'it was stopped from the keyboard',
      captures: [{ status: 'whole' }, { status: 'whole' }],
    });
    expect(isRunning(folder)).toBe(false);
  });

  it.each([
    ['the drive fails', ['--drive', 'exit 7'], 'the drive exit 7 ended with exit code 7 in the warm-up'],
    [
      'it is never ready',
      ['--drive', 'true', '--ready-line', 'never', '--ready-timeout', '1s'],
      'it took longer than 1 s',
    ],
    [
      'the URL is wrong',
      ['--load', 'PORT/missing', '--requests', '5'],
      'no request to .* succeeded: 5 responses',
    ],
  ])('judges nothing if %s, and ends the program', async (_, options, fact) => {
    const folder = project();
    const port = await freePort();
    const words = options.map((word) => word.replace('PORT', `http://127.0.0.1:${port}`));
    const ready = words.some((word) => word === '--load' || word === '--ready-line')
      ? []
      : ['--ready-line', 'now'];
    const { code, stdout, stderr } = await heaptrail(
      ['check', ...words, ...ready, '--', 'node', 'server.mjs', String(port)],
      { cwd: folder },
    );
    expect({ code, stdout, stderr }).toMatchObject({ code: 3, stdout: '' });
    expect(stderr).toMatch(new RegExp(`^error: .*${fact}`, 'm'));
    expect(isRunning(folder)).toBe(false);
  });

  it.each([
    ['nothing to do', [], 'the program gets no work to do'],
    ['two drivers', ['--load', 'http://x/', '--every', '1s'], 'exclude each other'],
    ['no URL', ['--load', 'localhost:3000'], '--load localhost:3000 is not a URL'],
    [
      'two amounts',
      ['--load', 'http://x/', '--requests', '5', '--duration', '1s'],
      'both set the length of an interval',
    ],
    [
      'half a request',
      ['--load', 'http://x/', '--requests', '0.5'],
      '--requests 0.5 is not a number of requests',
    ],
    ['one capture', ['--every', '1s', '--captures', '1'], 'one capture shows what fills the heap'],
    [
      'a baseline that is not there',
      ['--every', '1s', '--baseline', 'none.json'],
      'none.json does not exist',
    ],
    ['a baseline that is none', ['--every', '1s', '--baseline', 'server.mjs'], 'server.mjs is not JSON'],
  ])('%s is a usage error, before anything is started', async (_, options, fact) => {
    const folder = project();
    const { code, stderr } = await heaptrail(['check', ...options, '--', 'node', 'server.mjs'], {
      cwd: folder,
    });
    expect(code).toBe(2);
    expect(stderr).toContain(fact);
    expect(existsSync(join(folder, 'server.json'))).toBe(false);
  });

  it('says how to get autocannon if it is missing', async () => {
    const folder = project();
    cpSync(join(root, 'dist'), join(folder, 'dist'), { recursive: true });
    copyFileSync(join(root, 'package.json'), join(folder, 'package.json'));
    mkdirSync(join(folder, 'node_modules'));
    for (const name of readdirSync(join(root, 'node_modules'))) {
      if (name !== 'autocannon')
        symlinkSync(join(root, 'node_modules', name), join(folder, 'node_modules', name));
    }
    const { code, stderr } = await heaptrail(
      ['check', '--load', 'http://127.0.0.1:1/', '--', 'node', 'server.mjs'],
      {
        cwd: folder,
        command: join(folder, 'dist/cli/main.js'),
      },
    );
    expect(stderr).toBe(
      'error: --load needs autocannon, which is not installed here\n' +
        'help: npm install --save-dev autocannon, or give a script of your own with --drive\n',
    );
    expect(code).toBe(2);
  });
});
