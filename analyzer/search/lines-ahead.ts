import { statSync } from 'node:fs';
import { isWorthAThread } from '../parse/edge-thread.ts';
import { type LineCount, type LineThread, startLineThread } from '../parse/line-thread.ts';
import { type BeforeEdges, openEdges, SparseSnapshot } from '../parse/sparse-snapshot.ts';
import type { DatedCapture } from './capture-order.ts';

interface Waiting {
  readonly capture: BeforeEdges;
  readonly count: LineCount;
}

/** Counts the lines of earlier captures in another thread, while this one looks for what grows in the last one. */
export class LinesAhead {
  private readonly waiting = new Map<DatedCapture, Waiting>();
  private readonly thread: LineThread | undefined;

  constructor(captures: readonly DatedCapture[]) {
    const large = captures.filter(({ nodes, source }) => nodes !== undefined && isLarge(source.file));
    const opened = openAll(large);
    if (opened.size === 0) return;
    this.thread = startLineThread([...opened.values()].map(({ part }) => part));
    for (const [k, [capture, before]] of [...opened].entries())
      this.waiting.set(capture, { capture: before, count: this.thread.counts[k] });
  }

  /** Once for each capture; undefined for one that cannot be read sparsely. */
  open(capture: DatedCapture): SparseSnapshot | undefined {
    const waiting = this.waiting.get(capture);
    if (waiting === undefined) return SparseSnapshot.open(capture.source.file, capture.nodes);
    this.waiting.delete(capture);
    return waiting.capture.open(waiting.count.finish());
  }

  /** Closes the files of what was not opened. */
  close(): void {
    this.thread?.stop();
    for (const { capture, count } of this.waiting.values()) {
      count.finish();
      capture.close();
    }
    this.waiting.clear();
  }
}

function isLarge(file: string): boolean {
  return isWorthAThread(statSync(file).size);
}

/** Those that stand before edges as V8 writes them. @throws SnapshotError for one that is torn there */
function openAll(captures: readonly DatedCapture[]): Map<DatedCapture, BeforeEdges> {
  const opened = new Map<DatedCapture, BeforeEdges>();
  try {
    for (const capture of captures) {
      const before = openEdges(capture.source.file, capture.nodes);
      if (before !== undefined) opened.set(capture, before);
    }
    return opened;
  } catch (error) {
    for (const before of opened.values()) before.close();
    throw error;
  }
}
