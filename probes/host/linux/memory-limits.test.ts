import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { ScratchFolder } from '../../../testing/scratch-folder.ts';
import { readMemoryLimits } from './memory-limits.ts';

const scratch = new ScratchFolder();
afterAll(() => scratch.remove());
let made = 0;

describe('readMemoryLimits', () => {
  it('knows the memory of this machine', () => {
    const limits = readMemoryLimits(process.pid);
    expect(limits.machineAvailable).toBeGreaterThan(1 << 20);
  });

  it('gives usage and limit of a control group together or not at all', () => {
    const { cgroupUsage, cgroupLimit } = readMemoryLimits(process.pid);
    expect(cgroupUsage === undefined).toBe(cgroupLimit === undefined);
  });

  const mebi = 1 << 20;
  /** As the kernel lays them out; `unlimited` is the file's text if there is no limit. */
  const layouts = [
    {
      version: 1,
      line: '4:memory:/docker/abc\n0::/docker/abc\n',
      group: 'memory/docker/abc',
      parent: 'memory/docker',
      names: ['memory.usage_in_bytes', 'memory.limit_in_bytes', 'total_inactive_file'],
      unlimited: '9223372036854771712',
    },
    {
      version: 2,
      line: '0::/docker/abc\n',
      group: 'docker/abc',
      parent: 'docker',
      names: ['memory.current', 'memory.max', 'inactive_file'],
      unlimited: 'max',
    },
  ] as const;

  describe.each(layouts)(
    'with control groups of version $version',
    ({ line, group, parent, names, unlimited }) => {
      const [usageFile, limitFile, inactiveFile] = names;
      const laidOut = (limits: { own: string; above: string }) => {
        made += 1;
        const root = path.join(scratch.path, String(made));
        const folders = { proc: path.join(root, 'proc'), cgroups: path.join(root, 'cgroup') };
        const write = (file: string, text: string) => {
          mkdirSync(path.dirname(file), { recursive: true });
          writeFileSync(file, text);
        };
        write(path.join(folders.proc, '42/cgroup'), line);
        write(path.join(folders.proc, 'meminfo'), 'MemTotal: 9000 kB\nMemAvailable:    8000000 kB\n');
        for (const [folder, limit] of [
          [group, limits.own],
          [parent, limits.above],
        ] as const) {
          write(path.join(folders.cgroups, folder, limitFile), `${limit}\n`);
          write(path.join(folders.cgroups, folder, usageFile), `${300 * mebi}\n`);
          write(path.join(folders.cgroups, folder, 'memory.stat'), `anon 1\n${inactiveFile} ${50 * mebi}\n`);
        }
        return folders;
      };

      it('reads the limit, and usage without what the kernel gives back first', () => {
        expect(readMemoryLimits(42, laidOut({ own: String(512 * mebi), above: unlimited }))).toEqual({
          machineAvailable: 8_000_000 * 1024,
          cgroupUsage: 250 * mebi,
          cgroupLimit: 512 * mebi,
        });
      });

      it('takes the tightest limit on the way up', () => {
        const folders = laidOut({ own: String(900 * mebi), above: String(400 * mebi) });
        expect(readMemoryLimits(42, folders).cgroupLimit).toBe(400 * mebi);
      });

      it('knows of none if there is none', () => {
        const { cgroupLimit, cgroupUsage } = readMemoryLimits(
          42,
          laidOut({ own: unlimited, above: unlimited }),
        );
        expect([cgroupLimit, cgroupUsage]).toEqual([undefined, undefined]);
      });
    },
  );
});
