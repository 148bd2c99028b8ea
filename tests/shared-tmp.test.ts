import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, expect, it } from 'vitest';
import { parseManifest } from '../format/recording-text.ts';
import type { Report } from '../format/report.ts';
import { unixSocketsOf } from '../probes/target/unix-sockets.ts';
import { bunBinary } from '../scripts/fetch-bun.mjs';
import { nodeBinary } from '../scripts/fetch-node.mjs';
import { heaptrail } from './heaptrail-command.ts';
import { LiveTarget } from './live-target.ts';

const preload = path.resolve(import.meta.dirname, '../dist/probes/in-process/preload.js');
/** As two containers of one user are that share /tmp: each process is number 1 of its own namespace. */
const asContainer = ['--pid', '--fork', '--kill-child'];
const asUser = process.getuid?.() === 0 ? [] : ['--user', '--map-current-user'];

const shared = mkdtempSync(path.join(tmpdir(), 'heaptrail-shared-tmp-'));
afterAll(async () => {
  await LiveTarget.endAll();
  rmSync(shared, { recursive: true });
});

/** A program that fills an array of this name in a namespace of its own, and its pid as it is seen here. */
async function contained(executable: string, load: readonly string[], name: string): Promise<number> {
  const source = `
    globalThis.${name} = [];
    let n = 0;
    setInterval(() => { for (let i = 0; i < 20; i += 1) ${name}.push({ n: n++ }); }, 5);
    console.log('ready', process.pid);
  `;
  const target = await LiveTarget.run(
    'unshare',
    [...asUser, ...asContainer, executable, ...load, '-e', source],
    { env: { TMPDIR: shared } },
  );
  expect(target.stdout).toContain('ready 1\n');
  const pid = Number(readFileSync(`/proc/${target.pid}/task/${target.pid}/children`, 'utf8').trim());
  while (unixSocketsOf(pid).length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
  return pid;
}

it.concurrent.each([
  ['node', async () => await nodeBinary(22), ['--import', pathToFileURL(preload).href]],
  ['bun', async () => await bunBinary(), ['--preload', preload]],
] as const)(
  '%s: of two processes 1 that share /tmp, the one that was asked for is recorded',
  async (_, binary, load) => {
    const executable = await binary();
    const first = await contained(executable, load, 'apples');
    const second = await contained(executable, load, 'pears');
    const sockets = [first, second].flatMap(unixSocketsOf);
    expect(new Set(sockets).size).toBe(2);
    expect(sockets.every((socket) => existsSync(socket))).toBe(true);

    const found = await Promise.all(
      [first, second].map(async (pid) => {
        const out = path.join(shared, `${pid}.heaptrail`);
        const { stdout, stderr } = await heaptrail([
          ...[
            'attach',
            String(pid),
            '--captures',
            '3',
            '--every',
            '300ms',
            '--parts',
            'heap',
            '--json',
            '--out',
            out,
          ],
        ]);
        const manifest = parseManifest(readFileSync(path.join(out, 'recording.json'), 'utf8'));
        expect(manifest.target.pid, stderr).toBe(pid);
        return (JSON.parse(stdout) as Report).suspects[0]?.title ?? stdout;
      }),
    );
    expect(found[0]).toContain('apples');
    expect(found[1]).toContain('pears');
  },
);
