import { cpSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { conductAutopsy } from '../../analyzer/autopsy/conduct-autopsy.ts';
import type { Autopsy } from '../../format/autopsy.ts';
import { UserError } from '../../format/user-error.ts';
import { ScratchFolder } from '../../testing/scratch-folder.ts';
import { readEvidence } from './autopsy-evidence.ts';

const telemetry = fileURLToPath(new URL('../../analyzer/triage/telemetry/fixtures/', import.meta.url));
const deaths = fileURLToPath(new URL('../../analyzer/autopsy/fixtures/', import.meta.url));
const scratch = new ScratchFolder();
afterAll(() => scratch.remove());

async function autopsyOf(...sources: string[]): Promise<Autopsy> {
  const request = { sources, json: false, outputFile: undefined, failOn: 'growth', all: false } as const;
  return conductAutopsy(await readEvidence(request), 0);
}

/** Files that tell of a death, with what is said of it. */
const dead: Readonly<Record<string, RegExp>> = {
  'bun-crash-one.txt': /^the process crashed at 5\.3 GiB after 2 h 16 min without a record of its memory$/,
  'bun-crash-six.txt': /^the process \(life 6\) crashed at 2\.7 GiB after 2 h 16 min without/,
  'dmesg-oom.txt': /^node \(pid 4242\) was killed by the kernel at 676 MiB \(the machine was full\) without/,
  'oom-kill-eight.txt':
    /^node \(pid 6342, life 8\) was killed by the kernel at 1\.0 GiB \(its control group was full\)/,
  'oom-kill-one.txt':
    /^node \(pid 4242\) was killed by the kernel at 1\.0 GiB \(its control group was full\)/,
  'v8-oom-node10.txt': /^pid 4242 died at its heap limit of about 1\.4 GiB after 45 min without/,
  'v8-oom-one.txt': /^pid 4242 died at its heap limit of about 2\.0 GiB after 1 h 20 min without/,
  'v8-oom-three.txt':
    /^pid 6020 \(life 3\) died at its heap limit of about 2\.0 GiB after 1 h 21 min without/,
};

describe('a file as people have it', () => {
  it.each(readdirSync(telemetry))('%s is read, or refused with the next step', async (name) => {
    const said = await autopsyOf(join(telemetry, name)).catch((error: unknown) => error);
    if (said instanceof UserError) {
      expect(name).toBe('long-word.txt.gz');
      expect(said.code).toBe('not-telemetry');
      expect(said.next).not.toBe('');
      return;
    }
    const { verdict, lives } = said as Autopsy;
    expect(verdict.next).toHaveLength(1);
    if (name in dead) {
      expect(verdict.sentence).toMatch(dead[name]);
      expect(verdict.outcome).not.toBe('none');
    } else {
      expect(verdict.sentence).toMatch(/^no death is recorded here: /);
      expect(lives).toEqual([]);
    }
  });
});

describe('a folder', () => {
  it('with all that one death left is one death', async () => {
    const folder = join(scratch.path, 'left');
    mkdirSync(folder);
    for (const kind of ['err.txt', 'out.txt', 'report.json'])
      cpSync(join(deaths, `node24.${kind}`), join(folder, kind));
    const { lives, verdict } = await autopsyOf(folder);
    expect(lives).toHaveLength(1);
    expect(verdict.sentence).toMatch(
      /^grow\.cjs \(pid \d+\) died at its heap limit of 64\.0 MiB after 18 s, growing about/,
    );
  });

  it('without anything of a death is refused', async () => {
    const folder = join(scratch.path, 'empty');
    mkdirSync(folder);
    await expect(autopsyOf(folder)).rejects.toMatchObject({ code: 'not-telemetry' });
  });
});

describe('a ring', () => {
  const pid = 4711;
  const target = {
    pid,
    runtime: 'node',
    version: '26.0.0',
    executable: 'node',
    command: ['node', 'server.js'],
    platform: 'linux',
    architecture: 'x64',
    startedAt: 1_790_000_000_000,
  };
  const at = (second: number) => target.startedAt + second * 1_000;
  const sample = (second: number, heap: number) =>
    JSON.stringify({
      kind: 'sample',
      at: at(second),
      memory: {
        at: at(second),
        heapUsed: heap,
        heapAfterGc: heap,
        heapTotal: heap + 1e6,
        heapLimit: 4e9,
        rss: heap + 60e6,
        external: 1e6,
      },
    });
  const lines = (...last: object[]) =>
    [
      JSON.stringify({ kind: 'target', at: at(0), target }),
      ...Array.from({ length: 40 }, (_, i) => sample(10 + i, 20e6 + i * 95e6)),
      ...last.map((entry) => JSON.stringify(entry)),
    ].join('\n');

  const ring = (name: string, text: string): string => {
    const folder = join(scratch.path, name);
    mkdirSync(folder);
    writeFileSync(join(folder, 'a.ndjson'), text);
    return folder;
  };
  const death = { kind: 'death', at: at(50), reason: 'it ended', abrupt: true };

  it('names the suspect of the last close look, and reads a torn tail', async () => {
    const look = {
      kind: 'look',
      at: at(30),
      recording: 'x',
      sentence: 'grows',
      confidence: 0.9,
      suspect: { title: 'sessions gains entries', expression: 'sessions', confidence: 0.8 },
    };
    const { verdict, lives, limits } = await autopsyOf(ring('torn', `${lines(look, death)}\n{"kind":"sam`));
    expect(verdict.sentence).toMatch(
      /^server\.js \(pid 4711\) probably died at its heap limit of 3\.7 GiB after 50 s, growing/,
    );
    expect(lives[0].holder).toMatchObject({ name: 'sessions', source: 'captures', confidence: 0.8 });
    expect(limits.join()).toContain('1 line torn or of a kind that is not known here');
  });

  it('of a process that the kernel killed says so', async () => {
    const { lives } = await autopsyOf(ring('killed', lines({ ...death, oomKills: 1 })));
    expect(lives[0]).toMatchObject({ cause: 'kernel', causeConfidence: 0.9 });
  });

  it('of a process that lives on tells no death', async () => {
    const { lives, limits } = await autopsyOf(ring('alive', lines()));
    expect(lives).toEqual([]);
    expect(limits.join()).toContain('the watch ended while the process lived');
  });
});
