import { type FileHandle, open } from 'node:fs/promises';
import type { Bytes } from '../../format/units.ts';

const pageSize = 4096;
/** How much is read at once behind a large block: that was perhaps never touched, and is not to be. */
const leastWindow: Bytes = 1 << 16;
/** How much is read at once of small blocks, one behind the other. */
const mostWindow: Bytes = 1 << 18;
const bytesPerPageEntry = 8;
/**
 * In the last byte of an entry: the page is in memory, and mapped only once. What was never written but read is the one page
 * of zeros that all share (Linux: admin-guide/mm/pagemap).
 */
const isOwnPage = 0x81;

/**
 * The memory of another process, read only: the kernel copies it, and the process neither stops nor notices. It takes the
 * right to trace the process (its user, or root; a parent where Yama restricts it).
 */
export class ProcessMemory {
  readonly #memory: FileHandle;
  readonly #pages: FileHandle;
  readonly #view = Buffer.alloc(mostWindow);
  #start = 0;
  #length = 0;
  #window = leastWindow;

  private constructor(memory: FileHandle, pages: FileHandle) {
    this.#memory = memory;
    this.#pages = pages;
  }

  /** Undefined if the process is gone. */
  static async open(pid: number, proc = '/proc'): Promise<ProcessMemory | 'not-allowed' | undefined> {
    const memory = await opened(`${proc}/${pid}/mem`);
    if (memory === undefined || memory === 'not-allowed') return memory;
    const pages = await opened(`${proc}/${pid}/pagemap`);
    if (pages !== undefined && pages !== 'not-allowed') return new ProcessMemory(memory, pages);
    await memory.close();
    return pages;
  }

  /** Whether the eight bytes there can be had by `wordAt` without waiting. */
  has(address: number): boolean {
    return address >= this.#start && address + 8 <= this.#start + this.#length;
  }

  /** Reads what begins there. @returns whether there is anything */
  async load(address: number): Promise<boolean> {
    const distance = address - this.#start - this.#length;
    const goesOn = distance > -pageSize && distance < pageSize;
    this.#window = goesOn ? Math.min(2 * this.#window, mostWindow) : leastWindow;
    const { bytesRead } = await this.#memory
      .read(this.#view, 0, this.#window, address)
      .catch(() => ({ bytesRead: 0 }));
    this.#start = address;
    this.#length = bytesRead;
    return bytesRead >= 8;
  }

  /** The number in the eight bytes there, which `has` or `load` said can be had. */
  wordAt(address: number): number {
    const at = address - this.#start;
    return this.#view.readUInt32LE(at) + this.#view.readUInt32LE(at + 4) * 2 ** 32;
  }

  /** How much of a range of whole pages is resident. */
  async residentIn(start: number, end: number): Promise<Bytes> {
    const entries = Buffer.alloc(((end - start) / pageSize) * bytesPerPageEntry);
    const { bytesRead } = await this.#pages
      .read(entries, 0, entries.length, (start / pageSize) * bytesPerPageEntry)
      .catch(() => ({ bytesRead: 0 }));
    let present = 0;
    for (let at = bytesPerPageEntry - 1; at < bytesRead; at += bytesPerPageEntry)
      if ((entries[at]! & isOwnPage) === isOwnPage) present += 1;
    return present * pageSize;
  }

  async close(): Promise<void> {
    await Promise.all([this.#memory.close(), this.#pages.close()]);
  }
}

async function opened(file: string): Promise<FileHandle | 'not-allowed' | undefined> {
  try {
    return await open(file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === 'EACCES' || code === 'EPERM' ? 'not-allowed' : undefined;
  }
}
