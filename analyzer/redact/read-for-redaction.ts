import type { Bytes } from '../../format/units.ts';
import { type EdgeColumns, readEdges } from '../parse/edge-section.ts';
import type { FileWindow } from '../parse/file-window.ts';
import { skipValue } from '../parse/json-skip.ts';
import { type NodeColumns, readNodes } from '../parse/node-section.ts';
import { NumberArray } from '../parse/number-array.ts';
import type { StringIndex } from '../parse/snapshot-columns.ts';
import { nameASnapshot } from '../parse/snapshot-error.ts';
import type { SnapshotHeader, TraceLayout } from '../parse/snapshot-header.ts';
import { type StringRanges, scanStrings } from '../parse/string-section.ts';
import { readSections } from '../parse/top-level.ts';

/** From the opening bracket of a section to behind the closing one. */
export interface SectionRange {
  readonly from: Bytes;
  readonly to: Bytes;
}

/** What tells contents from names, and where both stand in the file. */
export interface ReadForRedaction {
  readonly header: SnapshotHeader;
  readonly nodes: NodeColumns;
  readonly nodesRange: SectionRange;
  readonly edges: EdgeColumns;
  /** Strings that name a function or script of an allocation. */
  readonly traceNames: readonly StringIndex[];
  readonly strings: StringRanges;
  readonly stringsRange: SectionRange;
  /** Members that V8 does not write, and that hold more than numbers. */
  readonly foreignRanges: readonly SectionRange[];
}

/** @throws SnapshotError */
export function readForRedaction(window: FileWindow): ReadForRedaction {
  let nodes: NodeColumns | undefined;
  let edges: EdgeColumns | undefined;
  let strings: StringRanges | undefined;
  let largestName = 0;
  const traceNames: StringIndex[] = [];
  const ranges = new Map<string, SectionRange>();
  const ranged = (section: string, read: (at: FileWindow, header: SnapshotHeader) => void) =>
    [
      section,
      (at: FileWindow, header: SnapshotHeader) => {
        at.peek();
        const from = at.offset;
        read(at, header);
        ranges.set(section, { from, to: at.offset });
      },
    ] as const;
  const readers = new Map([
    ranged('nodes', (at, header) => {
      const read = readNodes(at, header);
      nodes = read.columns;
      largestName = Math.max(largestName, read.largestName);
    }),
    ranged('edges', (at, header) => {
      edges = emptyEdges(header);
      largestName = Math.max(largestName, readEdges(at, header, edges));
    }),
    ranged('trace_function_infos', (at, { trace }) => {
      if (trace === undefined) skipValue(at);
      else for (const [name, script] of functionNames(at, trace)) traceNames.push(name, script);
    }),
    ranged('strings', (at) => {
      strings = scanStrings(at);
    }),
  ]);
  const foreignRanges: SectionRange[] = [];
  const header = readSections(window, readers, undefined, (at) => {
    const from = at.offset;
    if (!skipNumbers(at)) foreignRanges.push({ from, to: at.offset });
  });
  if (!nodes || !edges || !strings) {
    throw window.error('has no nodes, edges or strings: not a heap snapshot', nameASnapshot);
  }
  if (Math.max(largestName, ...traceNames) >= strings.count) {
    throw window.error(`a name is string ${largestName} of ${strings.count}`);
  }
  return {
    header,
    nodes,
    nodesRange: ranges.get('nodes')!,
    edges,
    traceNames,
    strings,
    stringsRange: ranges.get('strings')!,
    foreignRanges,
  };
}

function emptyEdges({ edgeCount }: SnapshotHeader): EdgeColumns {
  return {
    edgeType: new Uint8Array(edgeCount),
    edgeName: new Uint32Array(edgeCount),
    edgeTo: new Uint32Array(edgeCount),
  };
}

function* functionNames(
  window: FileWindow,
  { info }: TraceLayout,
): Generator<[name: StringIndex, script: StringIndex]> {
  const numbers = new NumberArray(window, 'trace_function_infos');
  for (let row = numbers.take(info.fieldCount); row !== undefined; row = numbers.take(info.fieldCount)) {
    yield [row[info.name], row[info.script]];
  }
}

/** Moves past a value; false if there is more in it than numbers and brackets. */
function skipNumbers(window: FileWindow): boolean {
  const start = window.offset;
  let depth = 0;
  do {
    const byte = window.peek();
    if (byte === opening) depth++;
    else if (byte === closing) depth--;
    else if (byte !== comma && !(byte >= digit0 && byte <= digit9)) {
      window.seek(start);
      skipValue(window);
      return false;
    }
    window.at++;
  } while (depth > 0);
  return true;
}

const [comma, digit0, digit9, opening, closing] = [0x2c, 0x30, 0x39, 0x5b, 0x5d];
