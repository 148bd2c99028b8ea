import type { Bytes } from '../../format/units.ts';
import { type EdgeColumns, readEdges } from './edge-section.ts';
import { FileWindow } from './file-window.ts';
import { noLocations, readLocations } from './location-section.ts';
import { type NodeColumns, readNodes } from './node-section.ts';
import { edgeIsIndexed, type SnapshotColumns, type SourceLocations } from './snapshot-columns.ts';
import { nameASnapshot } from './snapshot-error.ts';
import { StringFile } from './string-file.ts';
import { type StringRanges, scanStrings } from './string-section.ts';
import { readSections, type SectionReader } from './top-level.ts';

export interface ReadSnapshotOptions {
  /** Called about once a megabyte. */
  readonly onProgress?: (read: Bytes, size: Bytes) => void;
}

/**
 * Reads a heap snapshot into columns, in one pass and in memory of about the columns' own size.
 * The file stays open, because strings are read from it on demand, until `strings.close()`.
 * Format: https://v8.dev, `HeapSnapshotJSONSerializer` in src/profiler/heap-snapshot-generator.cc. The order of fields
 * and the names of types are taken from the file's own `snapshot.meta`.
 * @throws SnapshotError for whatever is not a whole, consistent snapshot
 */
export function readSnapshot(file: string, options: ReadSnapshotOptions = {}): SnapshotColumns {
  const window = new FileWindow(file, options.onProgress);
  try {
    return readColumns(window);
  } catch (error) {
    window.close();
    throw error;
  }
}

interface Sections {
  nodes?: NodeColumns;
  edges?: EdgeColumns;
  strings?: StringRanges;
  locations?: SourceLocations;
}

function readColumns(window: FileWindow): SnapshotColumns {
  const sections: Sections = {};
  const { nodeCount, edgeCount } = readSections(window, readersInto(sections));
  const { nodes, edges, strings, locations = noLocations } = sections;
  if (!nodes || !edges || !strings) {
    const missing = !nodes ? 'nodes' : !edges ? 'edges' : 'strings';
    throw window.error(`has no "${missing}": not a heap snapshot`, nameASnapshot);
  }
  checkNames(window, nodes, edges, strings);
  const table = new StringFile(window.file, window.descriptor, strings);
  return { nodeCount, edgeCount, ...nodes, ...edges, strings: table, locations };
}

function readersInto(sections: Sections): Map<string, SectionReader> {
  return new Map<string, SectionReader>([
    [
      'nodes',
      (window, header) => {
        sections.nodes = readNodes(window, header);
      },
    ],
    [
      'edges',
      (window, header) => {
        sections.edges = readEdges(window, header);
      },
    ],
    [
      'locations',
      (window, header) => {
        sections.locations = readLocations(window, header);
      },
    ],
    [
      'strings',
      (window) => {
        sections.strings = scanStrings(window);
      },
    ],
  ]);
}

/** Names can only be checked at the end: the strings, and with them their number, come last. */
function checkNames(
  window: FileWindow,
  nodes: NodeColumns,
  edges: EdgeColumns,
  { count }: StringRanges,
): void {
  const node = nodes.nodeName.findIndex((name) => name >= count);
  if (node !== -1) throw window.error(`node ${node} is named by string ${nodes.nodeName[node]} of ${count}`);
  const { edgeType, edgeName } = edges;
  for (let edge = 0; edge < edgeName.length; edge++) {
    if (edgeName[edge] >= count && !edgeIsIndexed(edgeType[edge])) {
      throw window.error(`edge ${edge} is named by string ${edgeName[edge]} of ${count}`);
    }
  }
}
