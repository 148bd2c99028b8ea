import type { AllocationSite, StackFrame } from '../../format/allocations.ts';
import { counted } from '../../format/quantities.ts';

/** Two calls are no pile. */
const leastFolded = 3;

/** Calls with one frame for each run of calls inside dependencies: `12 calls in express, router`. */
export function foldDependencies(frames: readonly StackFrame[]): StackFrame[] {
  return runs(frames).flatMap((run) =>
    run.length < leastFolded || !isFoldable(run[0]) ? run : [folded(run)],
  );
}

/** True if there is something to fold. */
export function hasFolds({ sites }: { readonly sites: readonly AllocationSite[] }): boolean {
  return sites.some(({ stacks }) =>
    stacks.some(({ frames }) => runs(frames).some((run) => run.length >= leastFolded && isFoldable(run[0]))),
  );
}

function runs(frames: readonly StackFrame[]): StackFrame[][] {
  const found: StackFrame[][] = [];
  for (const frame of frames) {
    const last = found.at(-1);
    if (last !== undefined && isFoldable(last[0]) === isFoldable(frame)) last.push(frame);
    else found.push([frame]);
  }
  return found;
}

function isFoldable({ dependency }: StackFrame): boolean {
  return dependency === true;
}

function folded(run: readonly StackFrame[]): StackFrame {
  const packages = [...new Set(run.map(({ file }) => packageOf(file)))];
  return {
    function: `${counted(run.length, 'call')} in ${packages.join(', ')}`,
    file: '',
    line: 0,
    column: 0,
    dependency: true,
  };
}

/** `express/lib/router.js` is of `express`, `@scope/name/index.js` of `@scope/name`. */
function packageOf(file: string): string {
  const inside = file.replace(/^.*node_modules\//, '');
  return inside
    .split('/')
    .slice(0, inside.startsWith('@') ? 2 : 1)
    .join('/');
}
