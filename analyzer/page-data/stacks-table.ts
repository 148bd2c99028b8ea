import type { StackFrame } from '../../format/allocations.ts';
import type { PageSampling, StacksTable } from '../../format/page.ts';
import type { Bytes } from '../../format/units.ts';
import { ReportedFrames } from '../allocations/reported-frames.ts';
import {
  comparableProfiles,
  functionKey,
  type SampledStack,
  sampledStacks,
} from '../allocations/sampled-stacks.ts';
import type { ProgramCode } from '../analyze.ts';
import type { OpenedRecording } from '../recording/open-recording.ts';
import { WrittenCode } from '../sources/written-code.ts';
import { Texts } from './texts.ts';

/** The largest calls; the others are one row below their caller. */
const mostRows = 4_000;

/** One call below its callers. */
interface Call {
  readonly parent: Call | undefined;
  readonly frame: StackFrame | undefined;
  readonly callees: Map<string, Call>;
  /** Of the call alone. */
  readonly born: Float64Array;
  samples: number;
  /** Of the call with all that it calls. */
  total: Bytes;
}

/** All sampled allocations of a recording that are alive; undefined if none were sampled. */
export function sampledAllocations(
  { profiles = [] }: OpenedRecording,
  { sources, modules }: ProgramCode,
): { readonly stacks: StacksTable; readonly sampling: PageSampling } | undefined {
  if (profiles.length === 0) return undefined;
  const compared = comparableProfiles(profiles);
  const stacks = sampledStacks(compared);
  if (stacks.length === 0) return undefined;
  const frames = new ReportedFrames(new WrittenCode(sources), modules);
  const sampling = { interval: compared[compared.length - 1].interval, profiles: compared.length };
  return { stacks: stacksTable(stacks, frames), sampling };
}

export function stacksTable(stacks: readonly SampledStack[], frames: ReportedFrames): StacksTable {
  const births = stacks[0].bytes.length;
  const calls = callsOf(stacks, frames, births);
  const largest = calls.toSorted((a, b) => b.total - a.total).slice(0, mostRows);
  const kept = new Set(largest);
  // Callers retain at least what their callees do, so all of those above a kept one are kept.
  const rows = calls.filter((call) => kept.has(call));
  return columnsOf([...rows, ...restsOf(calls, kept, births)], births);
}

/** All calls, callers first. */
function callsOf(stacks: readonly SampledStack[], frames: ReportedFrames, births: number): Call[] {
  const known = new Map<string, StackFrame>();
  const top = newCall(undefined, undefined, births);
  const calls = [top];
  for (const { frames: stack, bytes, samples } of stacks) {
    const size = bytes.reduce((sum, part) => sum + part, 0);
    let call = top;
    call.total += size;
    for (const frame of stack.toReversed()) {
      const key = functionKey(frame);
      let callee = call.callees.get(key);
      if (callee === undefined) {
        const shown = known.get(key) ?? frames.of(frame);
        known.set(key, shown);
        callee = newCall(call, shown, births);
        call.callees.set(key, callee);
        calls.push(callee);
      }
      call = callee;
      call.total += size;
    }
    bytes.forEach((part, birth) => {
      call.born[birth] += part;
    });
    call.samples += samples.reduce((sum, part) => sum + part, 0);
  }
  return calls;
}

function newCall(parent: Call | undefined, frame: StackFrame | undefined, births: number): Call {
  return { parent, frame, callees: new Map(), born: new Float64Array(births), samples: 0, total: 0 };
}

/** What is left out, as one call below each caller that is not. */
function restsOf(calls: readonly Call[], kept: ReadonlySet<Call>, births: number): Call[] {
  const rests = new Map<Call, Call>();
  for (const call of calls) {
    if (kept.has(call) || call.samples === 0) continue;
    let caller = call.parent!;
    while (!kept.has(caller)) caller = caller.parent!;
    const rest = rests.get(caller) ?? newCall(caller, undefined, births);
    rests.set(caller, rest);
    rest.samples += call.samples;
    call.born.forEach((size, birth) => {
      rest.born[birth] += size;
    });
  }
  return [...rests.values()];
}

function columnsOf(calls: readonly Call[], births: number): StacksTable {
  const texts = new Texts();
  const rows = new Map(calls.map((call, row) => [call, row]));
  const born = new Float64Array(calls.length * births);
  calls.forEach((call, row) => {
    born.set(call.born, row * births);
  });
  return {
    columns: {
      parent: Int32Array.from(calls, ({ parent }) => (parent === undefined ? -1 : rows.get(parent)!)),
      function: Uint32Array.from(calls, ({ frame }) => texts.placeOf(frame?.function ?? '')),
      file: Uint32Array.from(calls, ({ frame }) => texts.placeOf(frame?.file ?? '')),
      line: Uint32Array.from(calls, ({ frame }) => frame?.line ?? 0),
      column: Uint32Array.from(calls, ({ frame }) => frame?.column ?? 0),
      dependency: Uint8Array.from(calls, ({ frame }) => (frame?.dependency === true ? 1 : 0)),
      rest: Uint8Array.from(calls, ({ frame, parent }) =>
        frame === undefined && parent !== undefined ? 1 : 0,
      ),
      samples: Uint32Array.from(calls, ({ samples }) => samples),
      born,
    },
    strings: texts.all(),
  };
}
