import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { heaptrail } from './heaptrail-command.ts';
import { drawHostileHeap } from './hostile-names.ts';
import { sarifFaults } from './sarif-faults.ts';

let room: string;
let snapshots: string[];

beforeAll(() => {
  room = mkdtempSync(join(tmpdir(), 'heaptrail-reporters-'));
  mkdirSync(join(room, 'captures'));
  snapshots = drawHostileHeap(join(room, 'captures'));
});
afterAll(() => rmSync(room, { recursive: true, force: true }));

describe.concurrent('--reporter', () => {
  it('writes several formats at once, and text to stdout', async () => {
    const files = ['a.md', 'a.xml', 'out/a.sarif', 'a.json', 'a.txt'];
    const names = ['markdown', 'junit', 'sarif', 'json', 'github'];
    const words = names.flatMap((name, i) => ['--reporter', `${name}=${files[i]}`]);
    // The sources stand behind an option that can be repeated: it must not take them for its own.
    const { code, stdout } = await heaptrail(['analyze', ...words, ...snapshots], { cwd: room });
    expect(code).toBe(1);
    expect(stdout).toMatch(/^growth: /);
    const [markdown, junit, sarif, json, github] = files.map((file) =>
      readFileSync(join(room, file), 'utf8'),
    );
    const found = JSON.parse(json).suspects.length;
    expect(found).toBeGreaterThan(3);
    expect(markdown).toMatch(/^### heaptrail: growth$/m);
    expect(junit.match(/<failure /g)).toHaveLength(found);
    expect(junit).not.toMatch(/<(script|img)/);
    expect(sarifFaults(sarif)).toEqual([]);
    expect(JSON.parse(sarif).runs[0].results).toHaveLength(found);
    expect(
      github
        .trimEnd()
        .split('\n')
        .every((line) => line.startsWith('::error ')),
    ).toBe(true);
    expect(statSync(join(room, 'a.json')).mode & 0o777).toBe(0o600);
  });

  it('lets stdout carry one of them, and stderr another', async () => {
    const words = ['analyze', ...snapshots, '--reporter', 'json', '--reporter', 'github=/dev/stderr'];
    const { stdout, stderr } = await heaptrail(words);
    expect(JSON.parse(stdout).schemaVersion).toBe(1);
    expect(stderr).toMatch(/^::error title=heaptrail%3A leak\/map \[[0-9a-f]{8}\]::Map /);
  });

  it("appends to the job's summary", async () => {
    const summary = join(room, 'summary.md');
    writeFileSync(summary, 'what another step wrote\n');
    await heaptrail(['analyze', ...snapshots, '--reporter', 'github-summary'], {
      env: { GITHUB_STEP_SUMMARY: summary },
    });
    expect(readFileSync(summary, 'utf8')).toMatch(/^what another step wrote\n### heaptrail: growth\n/);
  });

  it('does not replace what is no file', async () => {
    const device = join(room, 'device');
    symlinkSync('/dev/null', device);
    expect((await heaptrail(['analyze', ...snapshots, '--reporter', `junit=${device}`])).code).toBe(1);
    expect(readlinkSync(device)).toBe('/dev/null');
  });

  it('is checked before anything is done', async () => {
    const words = ['attach', String(process.pid), '--reporter', 'xunit'];
    const { code, stderr } = await heaptrail(words, { cwd: room });
    expect(code).toBe(2);
    expect(stderr).toBe(
      'error: there is no reporter xunit\n' +
        'help: name one of text, json, markdown, junit, sarif, github, github-summary\n',
    );
  });

  it('says that a file cannot be written', async () => {
    const file = join(room, 'a-file');
    writeFileSync(file, '');
    const words = ['analyze', ...snapshots, '--reporter', `junit=${file}/a.xml`];
    const { code, stderr } = await heaptrail(words);
    expect(code).toBe(3);
    expect(stderr).toMatch(/^error: .*a-file\/a\.xml cannot be written \((EEXIST|ENOTDIR)\)$/m);
  });

  it('draws what diff finds worse, and accepts the rest', async () => {
    const stored = join(room, 'before.json');
    await heaptrail(['analyze', ...snapshots, '--reporter', `json=${stored}`]);
    const before = JSON.parse(readFileSync(stored, 'utf8'));
    const fewer = join(room, 'fewer.json');
    writeFileSync(fewer, JSON.stringify({ ...before, suspects: before.suspects.slice(1) }));
    const worse = join(room, 'worse.xml');
    const first = await heaptrail(['diff', fewer, stored, '--reporter', `junit=${worse}`]);
    expect(first.code).toBe(1);
    expect(first.stdout).toMatch(/^worse: 1 new suspect, /);
    expect(readFileSync(worse, 'utf8')).toContain(
      `failures="1" errors="0" skipped="${before.suspects.length - 1}"`,
    );
    const same = await heaptrail(['diff', stored, stored, '--reporter', 'github']);
    expect(same.code).toBe(0);
    expect(same.stdout).toMatch(/^(::notice .*%0Aaccepted: it was there before: .*\n)+$/);
  });
});
