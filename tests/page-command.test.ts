import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PageSummary } from '../format/page.ts';
import { drawHeap } from '../testing/heap-builder.ts';
import { ScratchFolder } from '../testing/scratch-folder.ts';
import { heaptrail } from './heaptrail-command.ts';
import { summaryIn } from './page-file.ts';

/** The commands that write a page; what a browser makes of it stands in viewer.test.ts. */

let room: ScratchFolder;
let snapshots: string[];

beforeAll(() => {
  room = new ScratchFolder();
  mkdirSync(join(room.path, 'captures'));
  snapshots = drawHeap((h) => {
    const sessions = h.map();
    h.root.property('sessions', sessions);
    for (let capture = 0; capture < 4; capture++) {
      for (let i = 0; i < 200; i++)
        sessions.set(h.string(`${capture}.${i}`, { size: 32 }), h.object('Session', { size: 64 }));
      h.capture();
    }
  }).writeTo(join(room.path, 'captures'));
  const known = { suppress: [{ path: '*sessions', reason: 'the test never logs out' }] };
  writeFileSync(join(room.path, 'heaptrail.config.json'), JSON.stringify(known));
});

afterAll(() => room.remove());

function run(words: readonly string[], env: NodeJS.ProcessEnv = {}) {
  return heaptrail(words, { cwd: room.path, env });
}

function summaryOf(file: string): PageSummary {
  return summaryIn(join(room.path, file));
}

describe('analyze --html', () => {
  it('prints the report and writes its page', async () => {
    const { code, stdout } = await run(['analyze', ...snapshots, '--no-config', '--html', 'page.html']);
    expect(code).toBe(1);
    const { report, tables } = summaryOf('page.html');
    expect(stdout).toContain(report.suspects[0].fingerprint);
    expect([...tables].sort()).toEqual(expect.arrayContaining(['classes', 'dominators', 'objects']));
  });

  it('takes no strings along without a page to show them', async () => {
    const { code, stderr } = await run(['analyze', ...snapshots, '--include-strings']);
    expect(code).toBe(2);
    expect(stderr).toContain('--include-strings needs a page, and no page is written');
  });
});

describe('the configuration', () => {
  it.each([
    ['view', ['view'], ['--output']],
    ['analyze', ['analyze'], ['--html']],
  ])('takes what it names out of the page of %s', async (_, command, option) => {
    expect((await run([...command, ...snapshots, ...option, 'known.html'])).code).toBe(0);
    const { report } = summaryOf('known.html');
    expect(report.suspects).toEqual([]);
    expect(report.suppressed).toMatchObject([{ reason: 'the test never logs out' }]);
  });

  it('is told by explain, which explains what it names all the same', async () => {
    await run(['analyze', ...snapshots, '--json', '--output-file', 'report.json']);
    const { suppressed } = JSON.parse(readFileSync(join(room.path, 'report.json'), 'utf8'));
    const { fingerprint } = suppressed[0].suspect;
    const { code, stdout } = await run(['explain', ...snapshots, fingerprint]);
    expect(code).toBe(0);
    expect(stdout).toContain(
      '= known:    suppress in the configuration, matched by path *sessions: the test never logs out',
    );
    expect((await run(['explain', ...snapshots, fingerprint, '--no-config'])).stdout).not.toContain('known:');
  });

  it('is applied to a report that it was applied to before', async () => {
    await run(['analyze', ...snapshots, '--json', '--output-file', 'report.json']);
    await run(['view', 'report.json', '--output', 'again.html']);
    const { report } = summaryOf('again.html');
    expect(report.suppressed).toHaveLength(1);
    expect(report.coverage.limits.filter((limit) => limit.includes('fits no suspect'))).toEqual([]);
  });
});

describe('--open', () => {
  it('hands the page to the opener of the system', async () => {
    const programs = join(room.path, 'programs');
    mkdirSync(programs);
    const opener = join(programs, process.platform === 'darwin' ? 'open' : 'xdg-open');
    const told = join(room.path, 'told.txt');
    writeFileSync(opener, '#!/bin/sh\nprintf %s "$1" > "$TOLD.part" && mv "$TOLD.part" "$TOLD"\n');
    chmodSync(opener, 0o755);
    const env = { PATH: `${programs}${delimiter}${process.env.PATH}`, TOLD: told };
    const { code, stdout } = await run(['view', ...snapshots, '--output', 'it is.html', '--open'], env);
    expect(code).toBe(0);
    expect(stdout).toBe(`${join(room.path, 'it is.html')}\n`);
    await expect.poll(() => readIfThere(told)).toBe(join(room.path, 'it is.html'));
  });

  it('says where the page is when there is no opener', async () => {
    const { code, stdout, stderr } = await run(['view', ...snapshots, '-o', 'page.html', '--open'], {
      PATH: '',
    });
    expect(stdout).toBe(`${join(room.path, 'page.html')}\n`);
    expect(stderr).toMatch(/could not be started\n.*open .*page\.html yourself/);
    expect(code).not.toBe(0);
  });
});

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
