import * as v from 'valibot';

/**
 * The text of a `.heapprofile` file, as V8's sampling heap profiler gives it and Chrome DevTools opens it: a tree of
 * calls, and samples of allocations that were alive. Everything is an estimate: one sample stands for many bytes.
 */
export interface HeapProfile {
  readonly head: CallNode;
  readonly samples: readonly AllocationSample[];
}

export interface CallNode {
  readonly id: number;
  readonly callFrame: CallFrame;
  readonly children: readonly CallNode[];
}

/** The function, and where it is written: V8 does not say on which of its lines the allocation stands. */
export interface CallFrame {
  readonly functionName: string;
  readonly scriptId: string;
  readonly url: string;
  /** From 0, -1 if the function is the engine's own; so is the column. */
  readonly lineNumber: number;
  readonly columnNumber: number;
}

export interface AllocationSample {
  /** Bytes that it stands for. */
  readonly size: number;
  readonly nodeId: number;
  /** Increases from sample to sample, so that an earlier profile's largest one dates the samples of a later one. */
  readonly ordinal: number;
}

const number = v.pipe(v.number(), v.finite());
const callFrame = v.object({
  functionName: v.string(),
  scriptId: v.string(),
  url: v.string(),
  lineNumber: number,
  columnNumber: number,
});
const node: v.GenericSchema<unknown, CallNode> = v.object({
  id: number,
  callFrame,
  children: v.array(v.lazy(() => node)),
});
const profile: v.GenericSchema<unknown, HeapProfile> = v.object({
  head: node,
  samples: v.array(v.object({ size: number, nodeId: number, ordinal: number })),
});

/** Undefined if the text is no whole profile: cut off, or from a runtime that writes no samples. */
export function parseHeapProfile(text: string): HeapProfile | undefined {
  try {
    const parsed = v.safeParse(profile, JSON.parse(text));
    return parsed.success ? parsed.output : undefined;
  } catch {
    // Not JSON, or nested deeper than any stack that V8 samples.
    return undefined;
  }
}
