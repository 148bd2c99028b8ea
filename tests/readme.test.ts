import { execFile } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Report } from '../format/report.ts';
import { startSample } from '../samples/start-sample.mjs';
import { heaptrail } from './heaptrail-command.ts';

/** Every command of the README is typed in order, as it stands there; only its times are shortened. */

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'heaptrail-readme-'));
let agent: Awaited<ReturnType<typeof startSample>>;

beforeAll(async () => {
  agent = await startSample('lsp-diagnostics', {});
  writeFileSync(
    join(folder, 'server.mjs'),
    "import http from 'node:http'; http.createServer().listen(0, '127.0.0.1');\n",
  );
});
afterAll(async () => {
  await agent.stop();
  rmSync(folder, { recursive: true, force: true });
});

const withBun = `${join(root, 'node_modules/.bin')}:${process.env.PATH}`;

const commands = [...readFileSync(join(root, 'README.md'), 'utf8').matchAll(/^```sh\n(.*?)^```/gms)]
  .flatMap(([, block]) => block.split('\n'))
  .map((line) => line.replace(/\s+#.*$/, ''))
  .filter((line) => line !== '');
const own = commands.filter((line) => line.startsWith('heaptrail '));

/** What each command has to end with; every command of the README must be in here. */
const exitCodes: Readonly<Record<string, number>> = {
  ps: 0,
  view: 0,
  classes: 0,
  attach: 1,
  record: 0,
  watch: 0,
  check: 0,
  analyze: 1,
  explain: 0,
  diff: 0,
};

describe('the README', () => {
  it('has two set-up commands and a command of each kind', () => {
    expect(commands.filter((line) => line.startsWith('npm '))).toEqual([
      'npm ci && npm run demo',
      'npm ci && npm test',
    ]);
    expect([...new Set(own.map(commandOf))].sort()).toEqual(Object.keys(exitCodes).sort());
  });

  it('shows a demo that ends well', async () => {
    const { code, stdout } = await demo();
    expect(stdout).toMatch(/^leak\[[0-9a-f]{8}\]: Map `chatRunState\.\w+` gains \d+ entries per interval/m);
    expect(stdout).toMatch(/^chat-run-buffers: right, /m);
    expect(code).toBe(0);
  });

  it.each(own)('%s', async (line) => {
    const { code, stdout, stderr } = await heaptrail(argumentsOf(line), {
      cwd: folder,
      env: { PATH: withBun },
    });
    expect({ code, stdout, stderr }).toMatchObject({ code: exitCodes[commandOf(line)] });
    if (line.includes('RECORDING') && commandOf(line) === 'attach') prepareNext();
  });
});

function demo(): Promise<{ code: unknown; stdout: string }> {
  return new Promise((resolve) => {
    execFile('npm', ['run', 'demo'], { cwd: root, encoding: 'utf8' }, (error, stdout) =>
      resolve({ code: error === null ? 0 : error.code, stdout }),
    );
  });
}

function commandOf(line: string): string {
  return line.split(' ')[1];
}

function argumentsOf(line: string): string[] {
  // What grows shows at once; only an all-clear takes the time that it needs.
  const every = commandOf(line) === 'record' ? '1s' : '900ms';
  const shorter = line.replace('30s', every).replace('10s', '1s').replace('10m', '20s').replace('1h', '4s');
  const words = shorter.split(/\s+/).slice(1);
  return words.map((word) => {
    if (word === 'PID') return String(agent.pid);
    if (word === 'BEFORE' || word === 'AFTER') return 'RECORDING';
    if (word === 'FINGERPRINT') return fingerprint();
    return word;
  });
}

/** Loose snapshots and a fingerprint for the commands that follow a recording. */
function prepareNext(): void {
  for (const n of [1, 2, 3]) {
    copyFileSync(join(folder, `RECORDING/captures/00${n}.heapsnapshot`), join(folder, `${n}.heapsnapshot`));
  }
}

function fingerprint(): string {
  const report: Report = JSON.parse(readFileSync(join(folder, 'RECORDING/report.json'), 'utf8'));
  return report.suspects[0].fingerprint;
}
