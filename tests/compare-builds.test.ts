import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { BuildComparison } from '../analyzer/builds/comparison.ts';
import { freePort } from './free-port.ts';
import { heaptrail, type Ran } from './heaptrail-command.ts';
import { sarifFaults } from './sarif-faults.ts';

/** Real builds, started in turns by the command. */

const room = mkdtempSync(join(tmpdir(), 'heaptrail-builds-'));
afterAll(() => rmSync(room, { recursive: true, force: true }));

/** Two checkouts of one program: what the head keeps of each request is its only difference. */
function project(headKeeps: string, baseKeeps = ''): string {
  const folder = mkdtempSync(join(room, 'project-'));
  mkdirSync(join(folder, '.git'));
  for (const [name, keeps] of [
    ['base', baseKeeps],
    ['head', headKeeps],
  ]) {
    mkdirSync(join(folder, name));
    writeFileSync(
      join(folder, name, 'server.mjs'),
      `import http from 'node:http';
const kept = [];
http.createServer((request, response) => {
  ${keeps}
  response.end('ok');
}).listen(Number(process.argv[2]), '127.0.0.1');
setTimeout(() => process.exit(1), 200_000);
`,
    );
  }
  return folder;
}

async function compare(folder: string, ...options: string[]): Promise<Ran> {
  const port = String(await freePort());
  return await heaptrail(
    [
      ...['compare-builds', '--base-dir', 'base', '--head-dir', 'head'],
      ...['--load', `http://127.0.0.1:${port}/`, '--requests', '101', ...options],
      ...['--', 'node', 'server.mjs', port],
    ],
    { cwd: folder },
  );
}

describe('compare-builds', { timeout: 240_000 }, () => {
  it('finds one object more per request, names what keeps it, and reports it everywhere', async () => {
    // A small number is no object of its own, as a time would be.
    const folder = project('kept.push({ at: kept.length });');
    const files = [
      'json=all.json',
      'markdown=comment.md',
      'junit=all.xml',
      'sarif=all.sarif',
      'github=notes',
    ];
    const { code, stdout, stderr } = await compare(
      folder,
      ...['--html', 'page.html', '--out', 'kept'],
      ...files.flatMap((file) => ['--reporter', file]),
    );
    expect({ code, stderr }).toMatchObject({ code: 1 });
    expect(stdout).toMatch(
      /^worse: [\d.]+ more objects stay per request \(95 % between [\d.]+ and [\d.]+\), was/,
    );
    expect(stdout).toMatch(/^new\[[0-9a-f]{8}\]: Array `kept` gains 101 entries per interval/m);
    const read = (name: string) => readFileSync(join(folder, name), 'utf8');
    const comparison: BuildComparison = JSON.parse(read('all.json'));
    const [{ measure, base, head, difference }] = comparison.measures;
    expect(measure).toBe('objects');
    // Few requests in three processes: the mean is near, and the interval may be wide.
    expect(difference.low).toBeGreaterThan(0);
    expect(difference.value).toBeGreaterThan(0.7);
    expect(difference.value).toBeLessThan(1.5);
    expect(head.value - base.value).toBeCloseTo(difference.value);
    expect(read('comment.md')).toMatch(/^### heaptrail: the head leaves more behind than the base\n/);
    expect(read('all.xml')).toContain('failures="2"');
    expect(sarifFaults(read('all.sarif'))).toEqual([]);
    expect(read('notes')).toMatch(/^::error .*title=heaptrail%3A leak\/array \[/m);
    expect(read('page.html')).toContain('</html>');
    expect(readdirSync(join(folder, 'kept')).sort()).toEqual(['base.heaptrail', 'head.heaptrail']);
  });

  it('passes if both keep as much, also if that is not nothing', async () => {
    const keeps = 'kept.push({ at: Date.now() });';
    const { code, stdout, stderr } = await compare(project(keeps, keeps), '-q');
    expect({ code, stdout, stderr }).toMatchObject({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^(same: both builds leave as much behind|better)/);
  });

  it('is not green if time ends before it is clear', async () => {
    const { code, stdout } = await compare(project(''), '--limit', '1ms', '-q');
    expect(code).toBe(3);
    expect(stdout).toMatch(/^unclear: not clear yet: /);
    expect(stdout).toMatch(/^ended early: another round would not end within the limit of 1 ms$/m);
  });

  it('judges nothing if a build ends, and says which', async () => {
    const folder = project('process.exit(7);');
    const { code, stdout, stderr } = await compare(folder);
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
    expect(stderr).toMatch(/^error: the head: /m);
  });

  it.each([
    ['one build', ['--base', 'node a.js'], '--head is missing'],
    ['no builds', ['--', 'node', 'a.js'], 'there are no two builds to compare'],
    ['commands twice', ['--base', 'a', '--head', 'b', '--', 'c'], 'there can be none after --'],
    ['no folder', ['--base-dir', 'none', '--', 'node', 'a.js'], '--base-dir none is not a folder'],
    ['no work', ['--base', 'a', '--head', 'b'], 'the program gets no work to do'],
  ])('%s is a usage error, before anything is started', async (name, words, fact) => {
    const work = name === 'no work' ? [] : ['--every', '1s'];
    const { code, stderr } = await heaptrail(['compare-builds', ...work, ...words], { cwd: room });
    expect(code).toBe(2);
    expect(stderr).toContain(fact);
  });
});
