import { isRuntimeFile, placeText } from '../../format/place.ts';
import { type EdgeIndex, type NodeIndex, NodeType } from '../parse/snapshot-columns.ts';
import { anonymous, ClassNames } from './class-names.ts';
import { type CodeLocation, CodeLocations } from './code-locations.ts';
import { edgeLabel } from './edge-labels.ts';
import type { HeapGraph } from './heap-graph.ts';
import { ModuleNames } from './module-names.ts';
import { noOriginals, type Originals } from './originals.ts';
import { MapEntries } from './v8-tables/map-entries.ts';

/** The words a reader gets for nodes and edges of one graph. */
export class HeapNames {
  private readonly graph: HeapGraph;
  private readonly classes: ClassNames;
  private readonly locations: CodeLocations;
  private readonly entries: MapEntries;
  private code: Originals = noOriginals;
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

  /** From here on what `written…` gives is that of the code that was written. */
  showOriginals(originals: Originals): void {
    this.code = originals;
  }

  get originals(): Originals {
    return this.code;
  }

  /** As `location`, in the file that was written, not in the one that it was compiled to. */
  writtenAt(node: NodeIndex): CodeLocation | undefined {
    const location = this.location(node);
    return location && (this.code.place(location) ?? location);
  }

  /**
   * The place of `writtenAt` as reports write it; undefined if the snapshot does not tell. Where the runtime declares the
   * class of an object says nothing of the object.
   */
  writtenPlace(node: NodeIndex): string | undefined {
    const location = this.writtenAt(node);
    if (location === undefined || location.url === '') return undefined;
    const isFunction = this.graph.type(node) === NodeType.closure;
    return isFunction || !isRuntimeFile(location.url) ? this.place(location) : undefined;
  }

  /** A place as reports write it: `src/agent.mjs:16`. */
  place({ url, line }: CodeLocation): string {
    return placeText({ file: this.modules.of(url), line });
  }

  /** As `className`, but as functions and classes were called before a minifier renamed them. */
  writtenName(node: NodeIndex): { readonly name: string; readonly minified?: string } {
    const name = this.className(node);
    if (!this.code.isMapped(this.locations.urlOf(node))) return { name };
    const location = this.location(node)!;
    const isAnonymous = name === anonymous;
    const written = this.code.functionName(location, isAnonymous ? '' : name);
    if (written === undefined) return { name };
    return isAnonymous ? { name: written } : { name: written, minified: name };
  }

  /** A private name as it was written; undefined if it is the same, or not known. */
  writtenPrivateName(node: NodeIndex, name: string): string | undefined {
    if (!this.code.isMapped(this.locations.urlOf(node))) return undefined;
    return this.code.privateName(this.location(node)!, name);
  }

  /** From here on files are named as these are; without, by their absolute paths. */
  nameModules(modules: ModuleNames): void {
    this.modules = modules;
  }

  /** A file as reports write it. */
  fileName(url: string): string {
    return this.modules.of(url);
  }

  /** The module that a script runs: as `fileName`, of the file that it was made of. */
  moduleName(url: string): string {
    return this.modules.of(this.code.file(url) ?? url);
  }

  /** The key of a value in the table of a Map or WeakMap, or -1; see MapEntries. */
  mapEntryKey(table: NodeIndex, edge: EdgeIndex): NodeIndex {
    return this.entries.keyOf(table, edge);
  }
}
