import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RecordingManifest, recordingSchemaVersion } from '../format/recording.ts';
import { parseReport } from '../format/report-text.ts';
import { commandFile, heaptrail } from './heaptrail-command.ts';

const mebi = 1024 * 1024;
const start = Date.parse('2026-06-28T09:00:00Z');

let room: string;
let leaky: string;
let quiet: string;

beforeAll(() => {
  room = mkdtempSync(join(tmpdir(), 'heaptrail-triage-'));
  leaky = file('leaky.ndjson', log(2));
  quiet = file('quiet.ndjson', log(0));
});

afterAll(() => rmSync(room, { recursive: true, force: true }));

describe('triage of a log', () => {
  it('ends with 1 for growth and tells the time left', async () => {
    const { code, stdout, stderr } = await heaptrail(['triage', leaky, '--limit', '1g']);
    expect(stderr).toBe('');
    expect(stdout).toMatch(/^growth: resident memory grows 120 MiB\/h/);
    expect(stdout).toMatch(/at this rate, the given limit is reached in about \d h/);
    expect(code).toBe(1);
  });

  it('ends with 0 for none, 3 for what it cannot judge, and 2 for what is no telemetry', async () => {
    expect((await heaptrail(['triage', quiet])).code).toBe(0);
    const short = file('short.ndjson', log(0).split('\n').slice(0, 2).join('\n'));
    expect(await heaptrail(['triage', short])).toMatchObject({
      code: 3,
      stdout: expect.stringMatching(
        /^inconclusive: 1 min of samples is not enough: about 16 min more needed$/m,
      ),
    });
    const other = file('other.log', 'hello\n');
    expect(await heaptrail(['triage', other])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining(`error: ${other} has no memory telemetry`),
    });
    expect(await heaptrail(['triage', 'nowhere.log'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('nowhere.log cannot be read (ENOENT)'),
    });
  });

  it('prints the report as JSON', async () => {
    const { stdout } = await heaptrail(['triage', leaky, '--json']);
    expect(parseReport(stdout, 'stdout')).toMatchObject({
      verdict: { outcome: 'growth' },
      coverage: { method: 'ledger-only', captures: 0 },
    });
  });

  it('joins rotated files, compressed ones too', async () => {
    const lines = log(2).trimEnd().split('\n');
    const older = join(room, 'app.ndjson.1.gz');
    writeFileSync(older, gzipSync(lines.slice(0, 60).join('\n')));
    const newer = file('app.ndjson', lines.slice(60).join('\n'));
    const { stdout } = await heaptrail(['triage', older, newer]);
    expect(stdout).toMatch(/^looked at: 120 samples over 1 h 59 min/m);
  });

  it('reads a stream', async () => {
    const child = spawn(process.execPath, [commandFile, 'triage', '-'], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    child.stdin.end(log(2));
    const code = await new Promise((resolve) => child.on('close', resolve));
    expect(code).toBe(1);
  });

  it('sends a snapshot to analyze', async () => {
    const { code, stderr } = await heaptrail(['triage', 'a.heapsnapshot']);
    expect(code).toBe(2);
    expect(stderr).toContain('heaptrail analyze 1.heapsnapshot 2.heapsnapshot');
  });
});

describe('triage of a recording', () => {
  it('reads the ledger of one that is still written', async () => {
    const folder = join(room, 'agent.heaptrail');
    mkdirSync(folder);
    const sample = (t: number) => {
      const heapUsed = 40 * mebi + t * 20_000 + ((t % 23) / 23) * 10 * mebi;
      const own = { rss: 90 * mebi + heapUsed, heapUsed, heapTotal: heapUsed + 9 * mebi, external: mebi };
      return JSON.stringify({ at: start + t * 1_000, ...own, heapLimit: 2048 * mebi });
    };
    const ledger = Array.from({ length: 600 }, (_, t) => sample(t)).join('\n');
    writeFileSync(join(folder, 'ledger.ndjson'), `${ledger}\n{"at":17`);
    const { code, stdout } = await heaptrail(['triage', folder]);
    expect(stdout).toMatch(/^growth: the JavaScript heap grows 6\d\.\d MiB\/h/);
    expect(stdout).toMatch(/the heap limit is reached in about/);
    expect(stdout).toMatch(/^limit: ledger\.ndjson has 1 torn line, not used$/m);
    expect(code).toBe(1);
  });
});

describe('triage of the recording of a tree', () => {
  /** Ten minutes of a parent and two children, of which one keeps 20 KB a second. */
  const tree = () => {
    const folder = join(room, 'tree.heaptrail');
    const ledgerOf = (pid: number, gain: number, more: (t: number) => object) => {
      const process = join(folder, 'processes', String(pid));
      mkdirSync(process, { recursive: true });
      const sample = (t: number) => {
        const heapUsed = 40 * mebi + t * gain + ((t % 23) / 23) * 10 * mebi;
        const own = { rss: 90 * mebi + heapUsed, heapUsed, heapTotal: heapUsed + 9 * mebi, external: mebi };
        return JSON.stringify({ at: start + t * 1_000, ...own, ...more(t) });
      };
      writeFileSync(join(process, 'recording.json'), JSON.stringify(manifestOf(pid)));
      writeFileSync(
        join(process, 'ledger.ndjson'),
        `${Array.from({ length: 600 }, (_, t) => sample(t)).join('\n')}\n`,
      );
    };
    ledgerOf(10, 0, (t) => ({ children: 2, childrenRss: 260 * mebi + t * 20_000 }));
    ledgerOf(11, 0, () => ({ children: 0 }));
    ledgerOf(12, 20_000, () => ({ children: 0 }));
    return folder;
  };

  it('judges every process, and names the one that grows', async () => {
    const { code, stdout } = await heaptrail(['triage', tree()]);
    expect(stdout).toMatch(/^growth: pid 12: the JavaScript heap grows 6\d\.\d MiB\/h/);
    expect(stdout).toMatch(/^pid 11: no growth/m);
    expect(stdout).toMatch(/^pid 10: growth: /m);
    expect(code).toBe(1);
  });

  it('judges one process alone', async () => {
    const { code, stdout } = await heaptrail(['triage', tree(), '--pid', '11']);
    expect(stdout).toMatch(/^no growth/);
    expect(code).toBe(0);
    const { code: none, stderr } = await heaptrail(['triage', tree(), '--pid', '99']);
    expect(stderr).toContain('has no ledger of process 99');
    expect(none).toBe(2);
  });
});

function manifestOf(pid: number): RecordingManifest {
  const command = ['node', 'server.js'];
  const machine = { platform: 'linux', architecture: 'x64' };
  return {
    schemaVersion: recordingSchemaVersion,
    tool: { name: 'heaptrail', version: '0.1.0' },
    target: { pid, runtime: 'node', version: '20.20.2', executable: 'node', command, ...machine },
    options: { ledgerEvery: 1_000 },
    startedAt: start,
    state: 'complete',
    captures: [],
    notes: [],
  };
}

/** Two hours of resident memory, a line a minute, that gains so many MiB with each. */
function log(gain: number): string {
  const line = (i: number) => JSON.stringify({ time: start + i * 60_000, rssMb: 84 + i * gain });
  return `${Array.from({ length: 120 }, (_, i) => line(i)).join('\n')}\n`;
}

function file(name: string, text: string): string {
  const path = join(room, name);
  writeFileSync(path, text);
  return path;
}
