import type { Bytes } from '../../format/units.ts';
import { type ColumnMemory, tryMemory } from './column-memory.ts';
import { type EdgeColumns, readEdges } from './edge-section.ts';
import { type EdgeThread, isWorthAThread, startEdgeThread } from './edge-thread.ts';
import type { FileWindow } from './file-window.ts';
import { noLocations, readLocations } from './location-section.ts';
import { checkMemory } from './memory-need.ts';
import { type NodeColumns, readNodes } from './node-section.ts';
import type { ReadSnapshotOptions } from './read-options.ts';
import { scanOfNodes } from './scan-v8-nodes.ts';
import { edgeIsIndexed, type SnapshotColumns, type SourceLocations } from './snapshot-columns.ts';
import { nameASnapshot } from './snapshot-error.ts';
import type { SnapshotHeader } from './snapshot-header.ts';
import { StringFile } from './string-file.ts';
import { type StringRanges, scanStrings } from './string-section.ts';
import { readSections, type SectionReader } from './top-level.ts';
import { TraceSections } from './trace-section.ts';

/**
 * Reads what V8 writes, in one pass and in memory of about the columns' own size; a large file with the help of a
 * second thread. The file stays open, because strings are read from it on demand, until `strings.close()`.
 * Format: https://v8.dev, `HeapSnapshotJSONSerializer` in src/profiler/heap-snapshot-generator.cc. The order of fields
 * and the names of types are taken from the file's own `snapshot.meta`.
 */
export function readV8Snapshot(window: FileWindow, options: ReadSnapshotOptions): SnapshotColumns {
  const reading = new SnapshotReading(window, options);
  try {
    return reading.read();
  } catch (error) {
    reading.stop();
    throw error;
  }
}

/** What is known of a snapshot while it is being read. */
class SnapshotReading {
  private readonly window: FileWindow;
  private readonly threads: number;
  private readonly maxMemory: Bytes | undefined;
  private readonly meanwhile: ReadSnapshotOptions['meanwhile'];
  private nodes: NodeColumns | undefined;
  private edges: EdgeColumns | undefined;
  /** Room for the edges is made before it is known whether there are any. */
  private hasEdges = false;
  private memory: ColumnMemory | undefined;
  private thread: EdgeThread | undefined;
  private strings: StringRanges | undefined;
  private locations: SourceLocations = noLocations;
  private readonly traces = new TraceSections();
  private largestNodeName = 0;
  private largestEdgeName = 0;

  constructor(window: FileWindow, { threads, maxMemory, meanwhile }: ReadSnapshotOptions) {
    this.window = window;
    this.threads = threads ?? (isWorthAThread(window.size) ? 2 : 1);
    this.maxMemory = maxMemory;
    this.meanwhile = meanwhile;
  }

  read(): SnapshotColumns {
    const { window } = this;
    const readers = new Map<string, SectionReader>([
      ['nodes', (_, header) => this.readNodes(header)],
      ['edges', (_, header) => this.readEdges(header)],
      ['trace_function_infos', (at, header) => this.traces.readFunctions(at, header)],
      ['trace_tree', (at, header) => this.traces.readTree(at, header)],
      ['locations', (_, header) => this.readLocations(header)],
      ['strings', () => this.scanStrings()],
    ]);
    const header = readSections(window, readers);
    if (this.nodes !== undefined) this.meanwhile?.(scanOfNodes(this.nodes));
    this.finishEdges(header);
    const { nodes, edges, strings, locations, memory } = this;
    if (!nodes || !edges || !strings || !this.hasEdges) {
      const missing = !nodes ? 'nodes' : !this.hasEdges ? 'edges' : 'strings';
      throw window.error(`has no "${missing}": not a heap snapshot`, nameASnapshot);
    }
    this.checkNames(nodes, edges, strings);
    const traces = this.traces.finish(window, strings.count);
    const table = new StringFile(window.file, window.descriptor, strings);
    const { nodeCount, edgeCount } = header;
    const tables = { strings: table, locations, traces, memory };
    return { engine: 'v8', nodeCount, edgeCount, ...nodes, ...edges, ...tables };
  }

  /** The other thread reads from the file of this one: it has to be at its end before that is closed. */
  stop(): void {
    this.thread?.finish();
  }

  private readNodes(header: SnapshotHeader): void {
    const edges = this.allocateEdges(header);
    if (this.threads > 1) this.thread = startEdgeThread(this.window, header, edges);
    const firstEdge = this.memory?.uint32(header.nodeCount + 1);
    this.window.peek();
    const from = this.window.offset;
    const { columns, largestName } = readNodes(this.window, header, firstEdge);
    this.traces.readNodes(this.window, header, from);
    this.nodes = columns;
    this.largestNodeName = largestName;
  }

  private readEdges(header: SnapshotHeader): void {
    const { window, thread } = this;
    this.hasEdges = true;
    if (thread !== undefined) {
      window.expect('[');
      if (window.offset === thread.range.from) {
        window.seek(thread.range.to + 1);
        return;
      }
      window.seek(window.offset - 1);
      thread.finish();
      this.thread = undefined;
    }
    const edges = this.allocateEdges(header);
    this.largestEdgeName = readEdges(window, header, edges);
  }

  /** What the other thread could not read is read here, where every error is known. */
  private finishEdges(header: SnapshotHeader): void {
    if (this.thread === undefined || !this.hasEdges) return;
    const largest = this.thread.finish();
    if (largest !== undefined) this.largestEdgeName = largest;
    else {
      this.window.seek(this.thread.range.from - 1);
      this.largestEdgeName = readEdges(this.window, header, this.allocateEdges(header));
    }
  }

  private allocateEdges({ nodeCount, edgeCount }: SnapshotHeader): EdgeColumns {
    if (this.edges === undefined) {
      checkMemory(this.window.file, { nodeCount, edgeCount }, this.maxMemory);
      const memory = tryMemory(4 * (nodeCount + 1) + 9 * edgeCount);
      this.memory = memory;
      this.edges = {
        edgeType: memory?.uint8(edgeCount) ?? new Uint8Array(new SharedArrayBuffer(edgeCount)),
        edgeName: memory?.uint32(edgeCount) ?? new Uint32Array(new SharedArrayBuffer(4 * edgeCount)),
        edgeTo: memory?.uint32(edgeCount) ?? new Uint32Array(new SharedArrayBuffer(4 * edgeCount)),
      };
    }
    return this.edges;
  }

  private readLocations(header: SnapshotHeader): void {
    this.locations = readLocations(this.window, header);
  }

  private scanStrings(): void {
    this.strings = scanStrings(this.window);
  }

  /** Names can only be checked at the end: the strings, and with them their number, come last. */
  private checkNames(nodes: NodeColumns, edges: EdgeColumns, { count }: StringRanges): void {
    if (this.largestNodeName >= count) {
      const node = nodes.nodeName.findIndex((name) => name >= count);
      throw this.window.error(`node ${node} is named by string ${nodes.nodeName[node]} of ${count}`);
    }
    if (this.largestEdgeName >= count) {
      const { edgeType, edgeName } = edges;
      const edge = edgeName.findIndex((name, at) => name >= count && !edgeIsIndexed(edgeType[at]));
      throw this.window.error(`edge ${edge} is named by string ${edgeName[edge]} of ${count}`);
    }
  }
}
