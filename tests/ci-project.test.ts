import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runAction } from './composite-action.ts';
import { installInto, typed } from './installed-project.ts';
import { sarifFaults } from './sarif-faults.ts';

/** The sample project, as a user who installed heaptrail has it. */

let project: string;

beforeAll(() => {
  project = mkdtempSync(join(tmpdir(), 'heaptrail-ci-'));
  cpSync(fileURLToPath(new URL('../samples/ci-project', import.meta.url)), project, { recursive: true });
  mkdirSync(join(project, '.git'));
  installInto(project);
});
afterAll(() => rmSync(project, { recursive: true, force: true }));

function check(name: string, environment: Record<string, string>) {
  const reporters = `--reporter junit=${name}.xml --reporter sarif=${name}.sarif --reporter github=/dev/stderr`;
  const line = `npm run -s check -- --captures 3 --out ${name}.heaptrail ${reporters}`;
  // What npm appends would go to the program: the options have to stand before its command.
  const script = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8')).scripts.check;
  const typedLine = script.replace('check ', `check ${line.slice(line.indexOf('--captures'))} `);
  return typed(`npx ${typedLine}`, project, { PORT_FILE: `${name}.port`, ...environment });
}

const lineCount = (name: string) => readFileSync(join(project, name), 'utf8').split('\n').length;

/** Each is done once, for all tests that read it. */
const checks: Record<string, ReturnType<typeof check>> = {};

describe.concurrent('the sample project', { timeout: 240_000 }, () => {
  const leaky = () => (checks.leaky ??= check('leaky', {}));
  const fixed = () => (checks.fixed ??= check('fixed', { LEAK: '0' }));

  it('fails its check for the leak, and says so to every CI', async () => {
    const { code, stdout, stderr } = await leaky();
    expect({ code, stderr }).toMatchObject({ code: 1 });
    expect(stdout).toMatch(/^growth: Array `sessions\.transcripts` .*gains 101 entries per interval/);
    const junit = readFileSync(join(project, 'leaky.xml'), 'utf8');
    expect(junit).toContain('tests="1" failures="1" errors="0" skipped="0"');
    const sarif = readFileSync(join(project, 'leaky.sarif'), 'utf8');
    expect(sarifFaults(sarif)).toEqual([]);
    const [result] = JSON.parse(sarif).runs[0].results;
    expect(result.partialFingerprints['heaptrail/v1']).toMatch(/^[0-9a-f]{8}$/);
    expect(result.locations[0].physicalLocation.artifactLocation.uri).toMatch(
      /^src\/(server|sessions)\.mjs$/,
    );
    expect(stderr).toMatch(/^::error file=src\/(server|sessions)\.mjs,.*title=heaptrail%3A leak\/array \[/m);
  });

  it('passes its check without it', async () => {
    const { code, stdout, stderr } = await fixed();
    expect({ code, stdout, stderr }).toMatchObject({ code: 0 });
    expect(readFileSync(join(project, 'fixed.xml'), 'utf8')).toContain('tests="1" failures="0" errors="0"');
    expect(JSON.parse(readFileSync(join(project, 'fixed.sarif'), 'utf8')).runs[0].results).toEqual([]);
    expect(stderr).not.toContain('::');
  });

  it('has more behind an operation than without the leak, by how much with its interval', async () => {
    await Promise.all([leaky(), fixed()]);
    const { code, stdout, stderr } = await typed(
      'npx heaptrail diff fixed.heaptrail leaky.heaptrail --reporter markdown=diff.md --reporter junit=diff.xml',
      project,
    );
    expect({ code, stderr }).toMatchObject({ code: 1 });
    expect(stdout).toMatch(/^new\[[0-9a-f]{8}\]: Array `sessions\.transcripts` /m);
    const interval = /^ {2}= entries that stay per operation: 1 after \(90 %: ([\d.]+) to ([\d.]+)\)$/m;
    const [low, high] = interval.exec(stdout)!.slice(1).map(Number);
    expect(low).toBeLessThan(1);
    expect(high).toBeGreaterThan(1);
    expect(lineCount('diff.md')).toBeLessThanOrEqual(40);
    expect(readFileSync(join(project, 'diff.xml'), 'utf8')).toContain('failures="1"');
  });

  it('has a leak test that passes and one that fails with the name of the holder', async () => {
    const { code, stdout, stderr } = await typed(
      'npx vitest run test/sessions.test.mjs --reporter=json --outputFile=out.json',
      project,
    );
    const { testResults } = JSON.parse(readFileSync(join(project, 'out.json'), 'utf8'));
    const tests: { title: string; status: string; failureMessages: string[] }[] =
      testResults[0].assertionResults;
    expect(tests.map(({ title, status }) => [title, status])).toEqual([
      ['a closed session is forgotten', 'passed'],
      ['a closed session leaves no transcript', 'failed'],
      ['a visit allocates no more than it did when this was written', 'passed'],
    ]);
    expect(tests[1].failureMessages.join('\n')).toContain('transcripts');
    expect(existsSync(join(project, 'heaptrail-artefacts'))).toBe(true);
    expect({ code, stdout, stderr }).toMatchObject({ code: 1 });
  });

  it('fails its comparison of the build without the leak with the one that has it', async () => {
    const script = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8')).scripts.compare;
    const line = script.replace('compare-builds ', 'compare-builds --reporter markdown=comment.md -q ');
    const { code, stdout, stderr } = await typed(`npx ${line}`, project, { PORT_FILE: 'compared.port' });
    expect({ code, stderr }).toMatchObject({ code: 1 });
    expect(stdout).toMatch(/^worse: [\d.]+ more objects stay per operation \(95 % between/);
    expect(stdout).toMatch(/^new\[[0-9a-f]{8}\]: Array `sessions\.transcripts` /m);
    expect(lineCount('comment.md')).toBeLessThanOrEqual(40);
  });

  it('has a suite of which the action names the file that leaves something behind', async () => {
    const files = 'test/transcripts.test.mjs test/forgetting.test.mjs';
    const { code, stdout, stderr, read, summary } = await runAction(project, {
      suite: `npx vitest run ${files}`,
    });
    expect({ code, stdout, stderr }).toMatchObject({ code: 1 });
    expect(stdout).toMatch(/^heaptrail: 1 of 2 test files leaves /m);
    expect(stdout).toMatch(/^::error file=src\/transcripts\.mjs,line=2,title=heaptrail%3A leak\/map \[/m);
    expect(summary).toMatch(/^### heaptrail: growth\n\n\*\*Map \\`transcripts\\` keeps /);
    expect(summary.split('\n').length).toBeLessThanOrEqual(40);
    expect(read('comment.md')).toBe(summary);
    expect(read('leaks.xml')).toContain('tests="1" failures="1" errors="0" skipped="0"');
    const sarif = read('leaks.sarif');
    expect(sarifFaults(sarif)).toEqual([]);
    expect(JSON.parse(sarif).runs[0].results[0].locations[0].physicalLocation).toMatchObject({
      artifactLocation: { uri: 'src/transcripts.mjs' },
      region: { startLine: 2 },
    });
  });

  it('has a build whose highest memory the action explains, and fails for', async () => {
    const { code, stdout, stderr, read, summary } = await runAction(project, {
      peak: 'node src/build.mjs',
      'fail-above': '60m',
    });
    expect({ code, stdout, stderr }).toMatchObject({ code: 1 });
    expect(stdout).toMatch(/^built 3000 pages/m);
    expect(stdout).toMatch(/^peak: the highest memory was \d+ MiB/m);
    expect(stdout).toMatch(/rendered/);
    expect(stderr).toMatch(/^::error /m);
    expect(summary).toMatch(/rendered/);
    expect(summary.split('\n').length).toBeLessThanOrEqual(40);
    expect(read('comment.md')).toBe(summary);
    expect(read('leaks.xml')).toContain('failures="1"');
    expect(sarifFaults(read('leaks.sarif'))).toEqual([]);
  });
});
