import type { NativeFunction, NativeOwner, NativeOwners } from '../../format/native-owners.ts';
import type { NativePages, ScriptFunction } from '../../format/native-pages.ts';
import { share as shareText } from '../../format/quantities.ts';
import type { Bytes, Millis } from '../../format/units.ts';
import { pageLimits } from '../../judgement/parameters/pages.ts';
import { prove } from '../../judgement/prove.ts';
import { fileOf } from './frame-roles.ts';
import { pageEvidence } from './page-evidence.ts';
import { ownerOf, type StackOwner } from './stack-owner.ts';

const hour: Millis = 3_600_000;
const mostFunctions = 5;
const mostOwners = 12;

interface Gathered {
  readonly owner: StackOwner;
  readonly born: Bytes[];
  readonly functions: Map<string, Bytes>;
  readonly entries: Map<string, Bytes>;
  readonly callers: Map<string, { readonly caller: ScriptFunction; bytes: Bytes }>;
}

/**
 * Who keeps the new pages of a recording. Undefined if there was no interval to look at.
 * @param executable of the process, which contains the runtime whatever it is called
 */
export function nativeOwners(pages: NativePages, executable?: string): NativeOwners | undefined {
  const { looks } = pages;
  if (looks.length < 2) return undefined;
  const duration = looks.at(-1)!.at - looks[0]!.at;
  const gathered = gather(pages, executable).filter(({ owner }) => owner.kind !== 'recorder');
  const gained = sum(gathered.map(({ born }) => sum(born))) + sum(pages.others);
  const owners = gathered
    .map((each) => toldOwner(each, pages, gained, duration))
    .filter(({ share, bytes }) => share >= pageLimits.tellingShare && bytes >= pageLimits.leastGain)
    .toSorted((a, b) => b.bytes - a.bytes);
  return { duration, gained, owners: owners.slice(0, mostOwners), limits: limitsOf(pages) };
}

function gather({ frames, stacks }: NativePages, executable?: string): Gathered[] {
  const byName = new Map<string, Gathered>();
  // What was replaced since it was started is marked by the kernel.
  const program = executable?.replace(/ \(deleted\)$/, '');
  const known = frames.map((frame) => ({ ...frame, isExecutable: frame.module === program }));
  for (const { frames: indices, born, part } of stacks) {
    const owner = ownerOf(
      indices.map((index) => known[index]!),
      part,
    );
    const key = `${owner.kind} ${owner.name}`;
    let gathered = byName.get(key);
    if (gathered === undefined) {
      gathered = {
        owner,
        born: born.map(() => 0),
        functions: new Map(),
        entries: new Map(),
        callers: new Map(),
      };
      byName.set(key, gathered);
    }
    add(gathered, owner, born);
  }
  return [...byName.values()];
}

function add(known: Gathered, owner: StackOwner, born: readonly Bytes[]): void {
  const bytes = sum(born);
  for (const [interval, each] of born.entries()) known.born[interval]! += each;
  if (owner.function !== undefined) count(known.functions, owner.function, bytes);
  if (owner.entry !== undefined) count(known.entries, owner.entry, bytes);
  const { calledBy: caller } = owner;
  if (caller === undefined) return;
  const key = JSON.stringify(caller);
  const calls = known.callers.get(key);
  if (calls === undefined) known.callers.set(key, { caller, bytes });
  else calls.bytes += bytes;
}

function count(sizes: Map<string, Bytes>, name: string, bytes: Bytes): void {
  sizes.set(name, (sizes.get(name) ?? 0) + bytes);
}

function toldOwner(gathered: Gathered, pages: NativePages, gained: Bytes, duration: Millis): NativeOwner {
  const { owner, born, functions, entries, callers } = gathered;
  const bytes = sum(born);
  const [caller] = [...callers.values()].toSorted((a, b) => b.bytes - a.bytes);
  const [entry] = largest(entries);
  return {
    kind: owner.kind === 'recorder' ? 'unknown' : owner.kind,
    name: owner.name,
    module: owner.module,
    functions: largest(functions)
      .slice(0, mostFunctions)
      .map(([name, size]): NativeFunction => ({ name, share: size / bytes })),
    ...(entry === undefined ? {} : { entry: entry[0] }),
    ...(caller === undefined ? {} : { calledBy: calling(caller.caller, caller.bytes / bytes) }),
    born,
    bytes,
    bytesPerHour: Math.round((bytes * hour) / Math.max(1, duration)),
    share: gained === 0 ? 0 : bytes / gained,
    growth: prove(pageEvidence(born, pages)).verdict,
  };
}

function calling(
  { function: name, file, line, column }: ScriptFunction,
  share: number,
): NonNullable<NativeOwner['calledBy']> {
  return { name: name === '' ? '(anonymous)' : name, file, line, column, share };
}

function largest(sizes: ReadonlyMap<string, Bytes>): ReadonlyArray<readonly [string, Bytes]> {
  return [...sizes].toSorted(([, a], [, b]) => b - a);
}

function limitsOf({
  resident,
  unwound,
  period,
  lost,
  faults,
  looks,
  frames,
  stacks,
  others,
}: NativePages): string[] {
  const seen = sum(stacks.map(({ born }) => sum(born))) + sum(others);
  const grown = looks.at(-1)!.held - looks[0]!.held;
  const texts: string[] = [];
  if (period > 1) texts.push(`one of ${period} first touches of pages was looked at: sizes are estimates`);
  if (lost > faults * pageLimits.tellingShare)
    texts.push(
      `${shareText(lost / (lost + faults))} of the looked-at touches were lost because the machine was busy`,
    );
  if (resident === 'mappings')
    texts.push(
      '/proc/PID/pagemap could not be read: pages count as resident as long as their addresses are in use',
    );
  if (frames.some(({ module, name }) => name === undefined && /^bun\b/.test(fileOf(module))))
    texts.push('the executable of Bun has no symbols: functions are told by their place in it');
  if (unwound === 'frame-pointers')
    texts.push('stacks end at code that keeps no frame pointers: some owners are not known');
  if (grown >= pageLimits.leastGain && seen < pageLimits.explained * grown)
    texts.push(
      `new pages explain ${shareText(seen / grown)} of what resident memory outside the heap gained`,
    );
  return texts;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
