import type { Bytes } from '../../format/units.ts';
import { type EdgeColumns, readEdges } from '../parse/edge-section.ts';
import type { FileWindow } from '../parse/file-window.ts';
import { type NodeColumns, readNodes } from '../parse/node-section.ts';
import { NumberArray } from '../parse/number-array.ts';
import type { StringIndex } from '../parse/snapshot-columns.ts';
import { nameASnapshot } from '../parse/snapshot-error.ts';
import { formatOf } from '../parse/snapshot-format.ts';
import type { SnapshotHeader } from '../parse/snapshot-header.ts';
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
}

/** function_id, name, script_name, script_id, line, column */
const fieldsOfFunction = 6;

/** @throws SnapshotError */
export function readForRedaction(window: FileWindow): ReadForRedaction {
  if (formatOf(window) === 'jsc') {
    throw window.error(
      'is a snapshot of Bun, which has none of what its strings say',
      'send it as it is; names of classes, variables and properties are in it',
    );
  }
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
    ranged('trace_function_infos', (at) => {
      for (const [name, script] of functionNames(at)) traceNames.push(name, script);
    }),
    ranged('strings', (at) => {
      strings = scanStrings(at);
    }),
  ]);
  const header = readSections(window, readers);
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
  };
}

function emptyEdges({ edgeCount }: SnapshotHeader): EdgeColumns {
  return {
    edgeType: new Uint8Array(edgeCount),
    edgeName: new Uint32Array(edgeCount),
    edgeTo: new Uint32Array(edgeCount),
  };
}

function* functionNames(window: FileWindow): Generator<[name: StringIndex, script: StringIndex]> {
  const numbers = new NumberArray(window, 'trace_function_infos');
  for (let info = numbers.take(fieldsOfFunction); info !== undefined; info = numbers.take(fieldsOfFunction)) {
    yield [info[1], info[2]];
  }
}
