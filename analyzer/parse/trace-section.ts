import type { FileWindow } from './file-window.ts';
import { skipValue } from './json-skip.ts';
import { NumberArray, readNumber } from './number-array.ts';
import { batchSize } from './parse-kernels.ts';
import type { AllocationTraces, TracedFunctions } from './snapshot-columns.ts';
import type { SnapshotHeader, TraceLayout } from './snapshot-header.ts';

/**
 * What V8 wrote of allocations whose stacks it recorded: sections `trace_function_infos` and `trace_tree`, and a field
 * of every node. Where it recorded none, nothing is read twice and nothing is allocated.
 * Format: `HeapSnapshotJSONSerializer::SerializeTraceTree` in V8's src/profiler/heap-snapshot-generator.cc.
 */
export class TraceSections {
  private traceOf: Uint32Array | undefined;
  private functions: TracedFunctions | undefined;
  private calls: Pick<AllocationTraces, 'caller' | 'callee'> | undefined;

  /**
   * The field of every node, in a second pass over them: the first one, which every snapshot takes, does without it.
   * @param from offset of the nodes; the window stands behind them, before and after
   */
  readNodes(window: FileWindow, header: SnapshotHeader, from: number): void {
    if (header.trace === undefined) return;
    const end = window.offset;
    window.seek(from);
    this.traceOf = readField(window, header, header.trace.ofNode);
    window.seek(end);
  }

  readFunctions(window: FileWindow, { trace }: SnapshotHeader): void {
    if (trace === undefined) skipValue(window);
    else this.functions = readFunctions(window, trace);
  }

  readTree(window: FileWindow, { trace }: SnapshotHeader): void {
    if (trace === undefined) skipValue(window);
    else this.calls = readCalls(window, trace);
  }

  /** @throws SnapshotError where they do not fit each other */
  finish(window: FileWindow, strings: number): AllocationTraces | undefined {
    const { traceOf, functions, calls } = this;
    if (traceOf === undefined || functions === undefined || calls === undefined) return undefined;
    demand(window, largest(traceOf) < calls.caller.length, 'a node names a call that is not in the tree');
    demand(
      window,
      largest(calls.callee) < functions.name.length,
      'a call names a function that does not exist',
    );
    demand(
      window,
      largest(functions.name) < strings && largest(functions.script) < strings,
      'a function that allocates is named by a string that does not exist',
    );
    return { traceOf, functions, ...calls };
  }
}

function readField(window: FileWindow, { nodeCount, node }: SnapshotHeader, field: number): Uint32Array {
  const { fieldCount } = node;
  const values = new Uint32Array(nodeCount);
  const numbers = new NumberArray(window, 'nodes');
  const batch = new Uint32Array(batchSize);
  let at = 0;
  let row = 0;
  const take = (number: number) => {
    if (at === field) values[row] = number;
    at++;
    if (at < fieldCount) return;
    at = 0;
    row++;
  };
  for (;;) {
    const count = numbers.readPlain(batch, 0);
    for (let k = 0; k < count; k++) take(batch[k]);
    if (count > 0) continue;
    const number = numbers.next();
    if (number === undefined) return values;
    take(number);
  }
}

function readFunctions(window: FileWindow, { info }: TraceLayout): TracedFunctions {
  const numbers = new NumberArray(window, 'trace_function_infos');
  const rows: number[][] = [];
  for (let row = numbers.take(info.fieldCount); row; row = numbers.take(info.fieldCount)) rows.push(row);
  const column = (field: number) => Uint32Array.from(rows, (row) => row[field]);
  return {
    name: column(info.name),
    script: column(info.script),
    scriptId: column(info.scriptId),
    line: column(info.line),
    column: column(info.column),
  };
}

/** Calls are nested as deep as stacks are; they are numbered from 1 without a gap. */
function readCalls(window: FileWindow, { call }: TraceLayout): Pick<AllocationTraces, 'caller' | 'callee'> {
  const calls: { readonly id: number; readonly from: number; readonly info: number }[] = [];
  const open = [0];
  window.expect('[');
  while (open.length > 0) {
    const byte = window.peek();
    if (byte === closing || byte === comma) {
      window.at++;
      if (byte === closing) open.pop();
      continue;
    }
    const record: number[] = [];
    while (record.length < call.fieldCount - 1) {
      record.push(readNumber(window, 'trace_tree'));
      window.expect(',');
    }
    window.expect('[');
    calls.push({ id: record[call.id], from: open[open.length - 1], info: record[call.info] });
    open.push(record[call.id]);
  }
  const caller = new Uint32Array(calls.length + 1);
  const callee = new Uint32Array(calls.length + 1);
  for (const { id, from, info } of calls) {
    demand(window, id > 0 && id <= calls.length, `trace_tree numbers a call ${id} of ${calls.length}`);
    caller[id] = from;
    callee[id] = info;
  }
  return { caller, callee };
}

const comma = 0x2c;
const closing = 0x5d;

function demand(window: FileWindow, holds: boolean, fault: string): void {
  if (!holds) throw window.error(fault);
}

function largest(values: Uint32Array): number {
  let most = 0;
  for (let at = 0; at < values.length; at++) if (values[at] > most) most = values[at];
  return most;
}
