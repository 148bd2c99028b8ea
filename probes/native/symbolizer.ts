import { type NativeFrame, scriptModule } from '../../format/native-pages.ts';
import { readProcText } from '../host/linux/proc-files.ts';
import { mappingAt } from '../mappings/part-of-address.ts';
import { type CodeMapping, parseCodeMappings } from './code-mappings.ts';
import { demangledName } from './demangled-name.ts';
import { type ElfFiles, modulePath } from './elf-files.ts';
import type { FoundFunction } from './functions.ts';
import { PerfMap, scriptFunction } from './perf-map.ts';

/**
 * Tells the functions that addresses of code are in: by the symbols of their file, as the process itself sees it; what was
 * made at run time by the map that the process may have written. Each file is read only for what was not asked before.
 */
export class Symbolizer {
  readonly #pid: number;
  readonly #files: ElfFiles;
  #mappings: readonly CodeMapping[] = [];
  readonly #known = new Map<number, NativeFrame>();

  constructor(pid: number, files: ElfFiles) {
    this.#pid = pid;
    this.#files = files;
  }

  /** @returns one frame for each address, in that order. A caller's address is that of the instruction after the call. */
  frames(stacks: ReadonlyArray<readonly number[]>): NativeFrame[][] {
    const text = readProcText(`/proc/${this.#pid}/maps`);
    // Of a process that is gone, what was known before is all there is.
    if (text !== undefined && text !== '') this.#mappings = parseCodeMappings(text);
    const calls = stacks.map((stack) => stack.map((address, depth) => (depth === 0 ? address : address - 1)));
    this.#learn(new Set(calls.flat()));
    return calls.map((stack) => stack.map((address) => this.#known.get(address) ?? { module: '' }));
  }

  #learn(addresses: ReadonlySet<number>): void {
    const unknown = [...addresses].filter((address) => !this.#known.has(address));
    const made: number[] = [];
    const inFiles = new Map<string, { readonly mapping: CodeMapping; readonly address: number }[]>();
    for (const address of unknown) {
      const mapping = mappingAt(this.#mappings, address);
      if (mapping === undefined) continue;
      if (!mapping.path.startsWith('/')) made.push(address);
      else inFiles.set(mapping.path, [...(inFiles.get(mapping.path) ?? []), { mapping, address }]);
    }
    for (const [path, places] of inFiles) this.#learnFile(path, places);
    this.#learnMade(made);
  }

  #learnFile(
    path: string,
    places: ReadonlyArray<{ readonly mapping: CodeMapping; readonly address: number }>,
  ): void {
    const own = places.map(({ mapping, address }) => ({
      address,
      offset: address - mapping.start + mapping.offset,
    }));
    const file = this.#files.of(places[0]!.mapping);
    const found = file?.functionsAt(own.map(({ offset }) => offset));
    for (const { address, offset } of own)
      this.#known.set(address, frameOf(modulePath(path), offset, found?.get(offset)));
  }

  #learnMade(addresses: readonly number[]): void {
    const map = addresses.length === 0 ? undefined : PerfMap.of(this.#pid);
    for (const address of addresses) {
      const name = map?.at(address)?.name;
      const script = name === undefined ? undefined : scriptFunction(name);
      this.#known.set(address, {
        module: scriptModule,
        ...(name === undefined ? {} : { name }),
        ...(script === undefined ? {} : { script }),
      });
    }
  }
}

function frameOf(module: string, address: number, found: FoundFunction | undefined): NativeFrame {
  return {
    module,
    ...(found?.name === undefined
      ? { start: found?.start ?? pageOf(address) }
      : { name: demangledName(found.name) }),
  };
}

/** If no table tells where a function begins, addresses of one page are one place. */
function pageOf(address: number): number {
  return address - (address % 4096);
}
