import type { AllocationSite, StackFrame, SuspectAllocations } from '../../format/allocations.ts';
import { ownCalls } from '../../format/own-calls.ts';
import { placeText } from '../../format/place.ts';
import type { Bytes } from '../../format/units.ts';
import { foldDependencies } from './fold-dependencies.ts';

/** One call in the tree of calls that allocate: below it what it calls, the largest first. */
export interface CallRow {
  readonly parent: CallRow | undefined;
  /** Absent at the top, which stands for all stacks. */
  readonly frame: StackFrame | undefined;
  /** `program`: written by the program or a dependency. `rest`: Node's or the engine's. */
  readonly kind: 'program' | 'rest';
  /** Alive, of what it and all that it calls allocated. */
  readonly retained: Bytes;
  /** Alive, of what it allocated itself. */
  readonly own: Bytes;
  readonly children: readonly CallRow[];
}

interface Growing extends CallRow {
  retained: Bytes;
  own: Bytes;
  readonly children: Growing[];
}

/**
 * All stacks of a suspect as one tree, the outermost calls on top. Node's own calls around the program are left out.
 * @param folds one row stands for calls of one dependency after the other
 */
export function callTree({ sites }: SuspectAllocations, { folds = false } = {}): CallRow {
  const top = rowOf(undefined, undefined);
  for (const { frames, bytes } of sites.flatMap(({ stacks }) => stacks)) {
    let row = top;
    row.retained += bytes;
    const calls = fromProgram(frames);
    for (const frame of folds ? foldDependencies(calls) : calls) {
      row = childOf(row, frame);
      row.retained += bytes;
    }
    row.own += bytes;
  }
  return top;
}

/** The outermost first, from the first call that the program wrote. */
function fromProgram(frames: readonly StackFrame[]): readonly StackFrame[] {
  const outward = frames.toReversed();
  return outward.slice(Math.max(0, outward.findIndex(isProgram)));
}

export function isProgram({ file }: StackFrame): boolean {
  return file !== '' && !file.startsWith('node:');
}

function childOf(parent: Growing, frame: StackFrame): Growing {
  const known = parent.children.find(({ frame: other }) => other !== undefined && isSame(other, frame));
  if (known !== undefined) return known;
  const child = rowOf(parent, frame);
  parent.children.push(child);
  return child;
}

function rowOf(parent: Growing | undefined, frame: StackFrame | undefined): Growing {
  const kind = frame === undefined || isProgram(frame) ? 'program' : 'rest';
  return { parent, frame, kind, retained: 0, own: 0, children: [] };
}

function isSame(a: StackFrame, b: StackFrame): boolean {
  return a.function === b.function && a.file === b.file && a.line === b.line && a.column === b.column;
}

export function depthOf(top: CallRow): number {
  let depth = 0;
  for (
    let level: readonly CallRow[] = [top];
    level.length > 0;
    level = level.flatMap(({ children }) => children)
  )
    depth++;
  return depth;
}

/** `keepReply  src/store.ts:7`, or the name alone for functions of the engine. */
export function callTitle({ frame }: CallRow): string {
  return frame === undefined ? 'all of it' : `${frame.function}${placeOf(frame, '  ')}`;
}

export function placeOf({ file, line }: StackFrame, before = ''): string {
  return file === '' ? '' : `${before}${placeText({ file, line })}`;
}

/** The program's nearest other functions around it, the innermost first, without what waits below it in a chain. */
export function callersOf({ frame, stacks: [largest] }: AllocationSite): string {
  const own = ownCalls((largest?.frames ?? []).filter(isProgram), keyOf);
  const at = own.findIndex((one) => isSame(one, frame));
  return own
    .slice(at + 1)
    .filter((one) => !one.dependency && !isSame(one, frame))
    .slice(0, 3)
    .map(({ function: caller }) => caller)
    .join(' ← ');
}

function keyOf({ function: name, file, line, column }: StackFrame): string {
  return `${name}@${file}:${line}:${column}`;
}
