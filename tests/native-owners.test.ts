import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import type { Report } from '../format/report.ts';
import { descendants } from '../probes/target/descendants.ts';
import { grownMost } from '../samples/expectation.mjs';
import { ensurePerf } from '../scripts/ensure-perf.mjs';
import { bunBinary } from '../scripts/fetch-bun.mjs';
import { nodeBinary } from '../scripts/fetch-node.mjs';
import { ScratchFolder } from '../testing/scratch-folder.ts';
import { commandFile, heaptrail, type RunOptions } from './heaptrail-command.ts';
import { LiveTarget } from './live-target.ts';
import { outermostNodes } from './node-versions.ts';

/** Without it, the test is that the recording says so and goes on. */
const hasPerf = ensurePerf();
const scratch = new ScratchFolder();
afterAll(async () => {
  await LiveTarget.endAll();
  await scratch.remove();
});

/** Streams that are never closed: each has 260 KB of state that zlib gets on a thread of its own. */
const zlibLeak = `
  const zlib = require('node:zlib');
  const kept = [];
  setInterval(() => {
    const stream = zlib.createDeflate();
    stream.write(Buffer.alloc(100));
    kept.push(stream);
  }, 20);
  console.log('ready');
`;
const briefly = ['--native', '--captures', '0', '--quiet', '--json'];

async function reportOf(words: readonly string[], options: RunOptions = {}): Promise<Report> {
  const { stdout, stderr } = await heaptrail(words, options);
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout) as Report;
}

let recordings = 0;
/** A folder of its own, also if the test is tried again. */
const out = (name: string) => {
  recordings += 1;
  return ['--out', path.join(scratch.path, `${name}-${recordings}.heaptrail`)];
};

function expectSentence({ native, coverage, memory }: Report): void {
  expect(native?.owners).toBeUndefined();
  expect(coverage.limits.join('\n')).toMatch(/who takes native memory is not recorded: /);
  expect(memory?.samples).toBeGreaterThan(1);
}

describe('who takes native memory', () => {
  it.each(outermostNodes)('is told of a process that runs, on Node %i', async (version) => {
    const target = await LiveTarget.start(await nodeBinary(version), zlibLeak);
    const report = await reportOf([
      'attach',
      String(target.pid),
      '--for',
      '6s',
      ...briefly,
      ...out(`zlib-${version}`),
    ]);
    await target.end();
    if (!hasPerf) return expectSentence(report);
    expect(grownMost(report.memory)?.name).toBe('mallocArenas');
    const [first] = report.native!.owners!.owners;
    expect(first).toMatchObject({ kind: 'binding', name: 'node::ZlibContext' });
    // A machine that is busy for a second leaves an interval empty.
    expect(first!.growth).not.toBe('refuted');
    expect(first!.functions[0]!.name).toBe('deflateInit2_');
    expect(first!.share).toBeGreaterThan(0.7);
  });

  it('is told with the function that called, if heaptrail starts the program', async () => {
    const program = path.join(scratch.path, 'hashes.cjs');
    writeFileSync(
      program,
      `const { createHash } = require('node:crypto');
       const kept = [];
       function openHash() { kept.push(createHash('sha512')); }
       setInterval(() => { for (let i = 0; i < 100; i++) openHash(); }, 20);`,
    );
    const report = await reportOf([
      'record',
      ...['--for', '6s', ...briefly, ...out('hashes')],
      ...['--', await nodeBinary(20), program],
    ]);
    if (!hasPerf) return expectSentence(report);
    const hash = report.native!.owners!.owners.find(({ name }) => name === 'node::crypto::Hash')!;
    expect(hash.calledBy).toMatchObject({ name: 'openHash', file: program, line: 3 });
    expect(() => readFileSync(`/tmp/perf-${report.target!.pid}.map`)).toThrow('ENOENT');
    const logs = [...readdirSync('.'), ...readdirSync('/tmp')].filter((name) => name.startsWith('isolate-'));
    expect(logs.filter((name) => name.includes(`-${report.target!.pid}-`))).toEqual([]);
  });

  it('needs perf, and the rest of the recording does not', async () => {
    const target = await LiveTarget.start(process.execPath, zlibLeak);
    const report = await reportOf(['attach', String(target.pid), '--for', '2s', ...briefly, ...out('none')], {
      env: { PATH: scratch.path },
    });
    await target.end();
    expectSentence(report);
    expect(report.coverage.limits.join('\n')).toMatch(/perf is not installed; install linux-perf \(Debian\)/);
  });

  it('needs a system call that containers filter, and the parts of memory need none of these', async () => {
    const target = await LiveTarget.start(process.execPath, zlibLeak);
    const denied = 'perf_event_open,ptrace,process_vm_readv';
    const report = await reportOf(
      ['attach', String(target.pid), '--for', '2s', ...briefly, ...out('filtered')],
      { by: [await bunBinary(), fileURLToPath(new URL('denied-calls.mjs', import.meta.url)), denied] },
    );
    await target.end();
    expectSentence(report);
    if (hasPerf) expect(report.coverage.limits.join('\n')).toMatch(/the container forbids perf_event_open; /);
    // As with perf.
    expect(report.memory!.resident!.from).toBe('mappings');
    expect(grownMost(report.memory)?.name).toBe('mallocArenas');
  });

  it('leaves nothing behind if heaptrail is killed', async () => {
    const target = await LiveTarget.start(process.execPath, zlibLeak);
    const attach = ['attach', String(target.pid), ...briefly, ...out('killed')];
    if (!hasPerf) return expectSentence(await reportOf([...attach, '--for', '2s']));
    const words = [...attach, '--for', '1m'];
    const command = spawn(process.execPath, [commandFile, ...words], { stdio: 'ignore' });
    const isPerf = (pid: number) => commandOf(pid).startsWith('perf record');
    await expect.poll(() => descendants(command.pid!).some(isPerf)).toBe(true);
    const helpers = descendants(command.pid!);
    command.kill('SIGKILL');
    await once(command, 'exit');
    await expect.poll(() => helpers.map(commandOf).filter((text) => text !== '')).toEqual([]);
    expect(target.running).toBe(true);
    await target.end();
  });
});

/** Empty once it has ended. */
function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return '';
  }
}
