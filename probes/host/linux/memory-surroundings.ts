import type { Share } from '../../../format/units.ts';
import type { MemorySurroundings } from '../host.ts';
import { groupFolders, type KernelFolders, mounted } from './memory-limits.ts';
import { readProcText } from './proc-files.ts';
import { parseMemoryCgroup } from './proc-text.ts';

/** The control group is remembered: it outlasts the process, and then it tells how that ended. */
export class SurroundingsReader {
  readonly #pid: number;
  readonly #folders: KernelFolders;
  #version: 1 | 2 = 2;
  #group: string | undefined;

  constructor(pid: number, folders: KernelFolders = mounted) {
    this.#pid = pid;
    this.#folders = folders;
  }

  read(): MemorySurroundings {
    this.#find();
    const { proc } = this.#folders;
    const group = this.#group;
    const events = group === undefined ? {} : this.#version === 2 ? eventsOf2(group) : eventsOf1(group);
    const own =
      group === undefined || this.#version === 1 ? undefined : readProcText(`${group}/memory.pressure`);
    const pressure = pressureIn(own ?? readProcText(`${proc}/pressure/memory`) ?? '');
    return { ...events, ...(pressure === undefined ? {} : { pressure }) };
  }

  #find(): void {
    const { proc, cgroups } = this.#folders;
    const group = parseMemoryCgroup(readProcText(`${proc}/${this.#pid}/cgroup`) ?? '');
    // A process that is gone has none, and one that is ending is in the first of all.
    if (group === undefined || (this.#group !== undefined && group.path === '/')) return;
    const name = group.version === 2 ? 'memory.events' : 'memory.oom_control';
    const found = groupFolders(group, cgroups).find(
      (folder) => readProcText(`${folder}/${name}`) !== undefined,
    );
    if (found === undefined) return;
    this.#group = found;
    this.#version = group.version;
  }
}

function eventsOf2(folder: string): MemorySurroundings {
  const text = readProcText(`${folder}/memory.events`) ?? '';
  return { ...counted('oomKills', /^oom_kill (\d+)$/m, text), ...counted('limitHits', /^max (\d+)$/m, text) };
}

function eventsOf1(folder: string): MemorySurroundings {
  return {
    ...counted('oomKills', /^oom_kill (\d+)$/m, readProcText(`${folder}/memory.oom_control`) ?? ''),
    ...counted('limitHits', /^(\d+)$/m, readProcText(`${folder}/memory.failcnt`) ?? ''),
  };
}

function counted(name: 'oomKills' | 'limitHits', pattern: RegExp, text: string): MemorySurroundings {
  const found = pattern.exec(text)?.[1];
  return found === undefined ? {} : { [name]: Number(found) };
}

function pressureIn(text: string): Share | undefined {
  const percent = /^some avg10=(\d+(?:\.\d+)?)/m.exec(text)?.[1];
  return percent === undefined ? undefined : Number(percent) / 100;
}
