import type { EdgeIndex, NodeIndex } from '../parse/snapshot-columns.ts';
import { ClassNames } from './class-names.ts';
import { type CodeLocation, CodeLocations } from './code-locations.ts';
import { edgeLabel } from './edge-labels.ts';
import type { HeapGraph } from './heap-graph.ts';
import { ModuleNames } from './module-names.ts';
import { MapEntries } from './v8-tables/map-entries.ts';

/** Where code was written, of where it runs; undefined where that is the same or not known. */
export type OriginalOf = (place: CodeLocation) => CodeLocation | undefined;

/** The words a reader gets for nodes and edges of one graph. */
export class HeapNames {
  private readonly graph: HeapGraph;
  private readonly classes: ClassNames;
  private readonly locations: CodeLocations;
  private readonly entries: MapEntries;
  private originalOf: OriginalOf = () => undefined;
  private modules = new ModuleNames();

  constructor(graph: HeapGraph) {
    this.graph = graph;
    this.classes = new ClassNames(graph);
    this.locations = new CodeLocations(graph);
    this.entries = new MapEntries(graph);
  }

  /** See ClassNames. */
  className(node: NodeIndex): string {
    return this.classes.of(node);
  }

  /** See `edgeLabel`: `.name`, `[3]`, `["weird key"]`, `<table>`. */
  edgeLabel(edge: EdgeIndex): string {
    return edgeLabel(this.graph, edge);
  }

  /** Where the code of a closure, or of an object's constructor, stands. */
  location(node: NodeIndex): CodeLocation | undefined {
    return this.locations.of(node);
  }

  /** From here on `writtenAt` looks through source maps. */
  showOriginals(originalOf: OriginalOf): void {
    this.originalOf = originalOf;
  }

  /** As `location`, in the file that was written, not in the one that it was compiled to. */
  writtenAt(node: NodeIndex): CodeLocation | undefined {
    const location = this.location(node);
    return location && (this.originalOf(location) ?? location);
  }

  /** From here on files are named as these are; without, by their absolute paths. */
  nameModules(modules: ModuleNames): void {
    this.modules = modules;
  }

  /** A module as its reader knows it; see ModuleNames. */
  moduleName(url: string): string {
    return this.modules.of(url);
  }

  /** The key of a value in the table of a Map or WeakMap, or -1; see MapEntries. */
  mapEntryKey(table: NodeIndex, edge: EdgeIndex): NodeIndex {
    return this.entries.keyOf(table, edge);
  }
}
