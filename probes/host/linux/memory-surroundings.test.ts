import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { ScratchFolder } from '../../../testing/scratch-folder.ts';
import { SurroundingsReader } from './memory-surroundings.ts';

const scratch = new ScratchFolder();
afterAll(() => scratch.remove());

/** As the kernel lays them out. */
const layouts = [
  {
    version: 1,
    line: '4:memory:/web\n0::/\n',
    folder: 'memory/web',
    files: (kills: number) => ({
      'memory.oom_control': `oom_kill_disable 0\nunder_oom 0\noom_kill ${kills}\n`,
      'memory.failcnt': '12\n',
    }),
  },
  {
    version: 2,
    line: '0::/web\n',
    folder: 'web',
    files: (kills: number) => ({
      'memory.events': `low 0\nhigh 0\nmax 12\noom 3\noom_kill ${kills}\noom_group_kill 0\n`,
      'memory.pressure':
        'some avg10=25.50 avg60=0.00 avg300=0.00 total=1\nfull avg10=9.00 avg60=0.00 avg300=0.00 total=1\n',
    }),
  },
];

it.each(layouts)(
  'reads control groups of version $version, also when the process is gone',
  ({ version, line, folder, files }) => {
    const proc = path.join(scratch.path, `proc${version}`);
    const cgroups = path.join(scratch.path, `cgroups${version}`);
    mkdirSync(path.join(proc, '7'), { recursive: true });
    mkdirSync(path.join(proc, 'pressure'));
    mkdirSync(path.join(cgroups, folder), { recursive: true });
    const write = (kills: number) => {
      for (const [name, text] of Object.entries(files(kills)))
        writeFileSync(path.join(cgroups, folder, name), text);
    };
    writeFileSync(path.join(proc, '7/cgroup'), line);
    writeFileSync(path.join(proc, 'pressure/memory'), 'some avg10=25.50 avg60=0.00 avg300=0.00 total=1\n');
    write(0);
    const reader = new SurroundingsReader(7, { proc, cgroups });
    expect(reader.read()).toEqual({ oomKills: 0, limitHits: 12, pressure: 0.255 });
    rmSync(path.join(proc, '7'), { recursive: true });
    write(1);
    expect(reader.read()).toMatchObject({ oomKills: 1 });
  },
);

it('says nothing if the kernel says nothing', () => {
  expect(new SurroundingsReader(7, { proc: scratch.path, cgroups: scratch.path }).read()).toEqual({});
});
