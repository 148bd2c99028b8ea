import { existsSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PeakReport } from '../format/peak.ts';
import { nodeBinary } from '../scripts/fetch-node.mjs';
import { ScratchFolder } from '../testing/scratch-folder.ts';
import { heaptrail } from './heaptrail-command.ts';
import { outermostNodes } from './node-versions.ts';

const mebi = 1 << 20;

/** Whether there is a capture beside the folder that is asked for. */
const isCaptured = (folder: string) => `require('node:fs').readdirSync(${folder})
  .filter((name) => name.startsWith('heaptrail-peak-'))
  .some((name) => require('node:fs').existsSync(${folder} + '/' + name + '/1.heaptrail/captures/001.heapsnapshot'))`;

/**
 * A bundler as small as can be. It goes on only once its heap was captured, so that no test depends on how fast anything
 * is: captures come into a folder beside the one that is asked for.
 */
const bundler = `
  const path = require('node:path');
  const [, , beside, then] = process.argv;
  class Module {
    constructor(id) {
      this.id = id;
      this.ast = Array.from({ length: 25_000 }, (_, start) => ({ start, end: start + 1 }));
    }
  }
  const modules = new Map();
  const read = (name, count) => {
    for (let k = 0; k < count; k++) {
      const id = path.join('/app/node_modules', name, 'file-' + k + '.js');
      // As a key it is one flat string.
      modules.set(id, new Module(id));
    }
  };
  const isCaptured = () => ${isCaptured('beside')};
  // Enough of it to be attached to, and to be captured.
  read('left-pad', 40);
  const looking = setInterval(() => {
    if (!isCaptured()) return;
    clearInterval(looking);
    if (then === 'drop') {
      modules.clear();
      setTimeout(() => process.exit(3), 300);
    } else {
      read('right-pad', 60);
      // It ends by itself: a Node that is half gone must not be asked for anything that ends it.
      globalThis.kept = modules;
      process.exitCode = 4;
    }
  }, 20);
`;

let room: ScratchFolder;
let program: string;
let taken = 0;

beforeAll(() => {
  room = new ScratchFolder();
  program = room.write(bundler, 'cjs');
});
afterAll(() => room.remove());

async function peakOf(node: string, then: 'drop' | 'exit', ...options: readonly string[]) {
  const out = path.join(room.path, `${++taken}.heaptrail`);
  const words = ['peak', '--json', '--out', out, ...options, '--', node, program, room.path, then];
  const { code, stdout, stderr } = await heaptrail(words);
  expect(stdout, stderr).toMatch(/^\{/);
  return { code, out, report: JSON.parse(stdout) as PeakReport };
}

describe.each(outermostNodes)('node %i', (major) => {
  it('explains a peak in the midst of a run by what was alive then, and passes the exit code on', {
    timeout: 120_000,
  }, async () => {
    const { code, out, report } = await peakOf(await nodeBinary(major), 'drop');
    expect(code).toBe(3);
    const { heap, end, advice } = report;
    expect(end).toBe('exit code 3');
    expect(heap!.share).toBeGreaterThan(0.45);
    // It may be captured before all is read.
    expect(heap!.summary.bytes).toBeGreaterThan(16 * mebi);
    expect(heap!.subjects[0]).toMatchObject({ name: 'left-pad', className: 'Module' });
    expect(heap!.summary.holders[0]).toMatchObject({ expression: 'modules', className: 'Map' });
    expect(advice.map(({ text }) => text).join('\n')).toContain('about files of the package left-pad');
    expect(existsSync(path.join(out, 'captures', '001.heapsnapshot'))).toBe(true);
  });

  it('captures a program that has its peak at its end, and fails above a limit', {
    timeout: 120_000,
  }, async () => {
    const { code, report } = await peakOf(await nodeBinary(major), 'exit', '--fail-above', '50m');
    expect(code).toBe(1);
    expect(report.end).toBe('exit code 4');
    expect(report.limit).toEqual({ bytes: 50 * mebi, exceeded: true });
    expect(report.captures).toBeGreaterThan(1);
    // The program's own module is a Module, too.
    expect(report.heap!.subjects.map(({ name }) => name).slice(0, 2)).toEqual(['right-pad', 'left-pad']);
  });
});

it('runs a program twice, and captures the second run', {
  timeout: 120_000,
}, async () => {
  // The first time it ends at once. The second time it grows until it is captured, so that it comes to the peak of the first.
  const source = `
    const { existsSync, writeFileSync } = require('node:fs');
    const isFirst = !existsSync('ran');
    writeFileSync('ran', '');
    const kept = Array.from({ length: 1_500_000 }, (_, at) => ({ at }));
    const looking = setInterval(() => {
      if (!isFirst && !(${isCaptured("'.'")})) {
        for (let at = 0; at < 20_000; at++) kept.push({ at });
        return;
      }
      clearInterval(looking);
      console.error(kept.length);
    }, 20);
  `;
  const steady = room.write(source, 'cjs');
  const words = ['peak', '--json', '--runs', '2', '--out', 'twice.heaptrail', '--', process.execPath, steady];
  const { code, stdout } = await heaptrail(words, { cwd: room.path });
  expect(code).toBe(0);
  const { runs, heap } = JSON.parse(stdout) as PeakReport;
  expect(runs).toBe(2);
  expect(heap!.reason).toBe('second-run');
  expect(heap!.summary.bytes).toBeGreaterThan(32 * mebi);
});

it('leaves a program that ends while it is looked into as it is, and says so', {
  timeout: 120_000,
}, async () => {
  const brief = room.write(
    'globalThis.kept = Array.from({ length: 2_000_000 }, (_, at) => ({ at }));',
    'cjs',
  );
  for (let run = 0; run < 5; run++) {
    const { code, stdout } = await heaptrail(['peak', '--json', '--', process.execPath, brief]);
    expect(code, stdout).toBe(0);
    const { end, captures, notes } = JSON.parse(stdout) as PeakReport;
    expect(end).toBe('exit code 0');
    if (captures === 0)
      expect(notes.join('\n')).toMatch(/could not be looked into|was not captured|failed: /);
  }
});

it('tells of a run that was over before anything could be seen, and of a command that is none', async () => {
  const short = await heaptrail(['peak', '--', process.execPath, '-e', 'process.exit(7)']);
  expect(short.code).toBe(7);
  expect(short.stdout).toContain('0 captures, ended with exit code 7');
  const none = await heaptrail(['peak', '--', '/no/such/program']);
  expect(none.code).toBe(2);
  expect(none.stderr).toContain('cannot start /no/such/program');
});
