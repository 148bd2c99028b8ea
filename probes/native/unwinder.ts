import { readProcText } from '../host/linux/proc-files.ts';
import { mappingAt } from '../mappings/part-of-address.ts';
import { type CodeMapping, parseCodeMappings } from './code-mappings.ts';
import type { ElfFiles, MappedElf } from './elf-files.ts';
import type { SavedStack } from './perf-stream.ts';
import { registers, type UnwindRow } from './unwind-table.ts';

/** What is known at an address of code; code without a table keeps its frame pointer. */
type Rule = UnwindRow | 'frame-pointer';

/** New code is looked for no more often than this, in milliseconds. */
const mappingsEvery = 1_000;
const mostRules = 200_000;
const deepest = 100;
const [rbp, rsp, ip] = [registers.rbp, registers.rsp, registers.ip];

export interface UnwoundStack {
  readonly stack: readonly number[];
  /** Whether it goes on beyond the piece. */
  readonly isCut: boolean;
}

/** Finds the callers in a piece of a thread's stack. */
export class Unwinder {
  readonly #pid: number;
  readonly #files: ElfFiles;
  #mappings: readonly CodeMapping[] = [];
  #mappedAt = Number.NEGATIVE_INFINITY;
  readonly #rules = new Map<number, Rule>();

  constructor(pid: number, files: ElfFiles) {
    this.#pid = pid;
    this.#files = files;
  }

  /** Addresses of code, the innermost first; they end where the piece does, if not before. */
  unwind({ values, bytes }: SavedStack): UnwoundStack {
    const state = new Map(values);
    const base = values.get(rsp) ?? 0;
    let isCut = false;
    const word = (address: number): number | undefined => {
      const at = address - base;
      isCut = at + 8 > bytes.length;
      if (at < 0 || isCut) return undefined;
      return bytes.readUInt32LE(at) + bytes.readUInt32LE(at + 4) * 2 ** 32;
    };
    const stack: number[] = [];
    let address = values.get(ip) ?? 0;
    while (address !== 0 && stack.length < deepest) {
      // What lies where a caller should be, and is no code, ends it.
      const rule = this.#ruleAt(stack.length === 0 ? address : address - 1);
      if (rule === undefined) break;
      stack.push(address);
      const next = callerOf(rule, state, word);
      if (next === undefined) break;
      address = next;
    }
    return { stack, isCut };
  }

  #ruleAt(address: number): Rule | undefined {
    const known = this.#rules.get(address);
    if (known !== undefined) return known;
    const mapping = this.#mappingOf(address);
    if (mapping === undefined) return undefined;
    const file: MappedElf | undefined = mapping.path.startsWith('/') ? this.#files.of(mapping) : undefined;
    const rule = file?.rowAt(address - mapping.start + mapping.offset) ?? 'frame-pointer';
    if (this.#rules.size >= mostRules) this.#rules.clear();
    // Code that was made at run time moves.
    if (mapping.path !== '') this.#rules.set(address, rule);
    return rule;
  }

  #mappingOf(address: number): CodeMapping | undefined {
    const found = mappingAt(this.#mappings, address);
    if (found !== undefined || Date.now() < this.#mappedAt + mappingsEvery) return found;
    this.#mappedAt = Date.now();
    const text = readProcText(`/proc/${this.#pid}/maps`) ?? '';
    if (text !== '') this.#mappings = parseCodeMappings(text);
    return mappingAt(this.#mappings, address);
  }
}

/** Makes the registers those of the caller, and gives the address that it goes on at. */
function callerOf(
  rule: Rule,
  state: Map<number, number>,
  word: (address: number) => number | undefined,
): number | undefined {
  if (rule === 'frame-pointer') {
    const frame = state.get(rbp) ?? 0;
    const [outer, caller] = [word(frame), word(frame + 8)];
    if (outer === undefined || caller === undefined) return undefined;
    state.set(rbp, outer);
    state.set(rsp, frame + 16);
    return caller;
  }
  const sum = (state.get(rule.register) ?? 0) + rule.offset;
  const outerStack = rule.isIndirect ? word(sum) : sum;
  if (outerStack === undefined) return undefined;
  // Stacks grow downwards: anything else would lead in circles.
  if (outerStack <= (state.get(rsp) ?? 0)) return undefined;
  let caller: number | undefined;
  for (const [register, offset] of rule.saved) {
    const value = word(outerStack + offset);
    if (value === undefined) return undefined;
    if (register === ip) caller = value;
    else state.set(register, value);
  }
  state.set(rsp, outerStack);
  return caller;
}
