import { type CodeMapping, rangeName } from './code-mappings.ts';
import { ElfFile } from './elf-file.ts';
import type { FoundFunction } from './functions.ts';
import type { UnwindRow } from './unwind-table.ts';

/** The files whose code a process runs, as the process itself sees them. Each stays open until the end. */
export class ElfFiles {
  readonly #pid: number;
  readonly #files = new Map<string, MappedElf | undefined>();

  constructor(pid: number) {
    this.#pid = pid;
  }

  /** @returns undefined if it cannot be read */
  of(mapping: CodeMapping): MappedElf | undefined {
    const { path } = mapping;
    if (!this.#files.has(path)) this.#files.set(path, this.#open(mapping));
    return this.#files.get(path);
  }

  close(): void {
    for (const file of this.#files.values()) file?.close();
    this.#files.clear();
  }

  /** The kernel's own link also leads to what was deleted or is on another file system; only root may follow it. */
  #open(mapping: CodeMapping): MappedElf | undefined {
    const file =
      ElfFile.open(`/proc/${this.#pid}/map_files/${rangeName(mapping)}`) ??
      ElfFile.open(`/proc/${this.#pid}/root${modulePath(mapping.path)}`);
    return file && new MappedElf(file);
  }
}

/** The path of a mapped file; the kernel marks what was deleted since. */
export function modulePath(path: string): string {
  return path.replace(/ \(deleted\)$/, '');
}

/** One of them, asked by offsets in the file. */
export class MappedElf {
  readonly #file: ElfFile;

  constructor(file: ElfFile) {
    this.#file = file;
  }

  rowAt(offset: number): UnwindRow | undefined {
    const address = this.#file.addressOf(offset);
    return address === undefined ? undefined : this.#file.unwindTable?.rowAt(address);
  }

  /** @returns functions by offset; where they begin is an address of the file */
  functionsAt(offsets: readonly number[]): ReadonlyMap<number, FoundFunction> {
    const addresses = new Map(offsets.map((offset) => [offset, this.#file.addressOf(offset)]));
    const known = [...addresses.values()].filter((address) => address !== undefined);
    const found = this.#file.functionsAt(known);
    return new Map(
      [...addresses].flatMap(([offset, address]) => {
        const one = address === undefined ? undefined : found.get(address);
        return one === undefined ? [] : [[offset, one] as const];
      }),
    );
  }

  close(): void {
    this.#file.close();
  }
}
