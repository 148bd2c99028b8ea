import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HeapGraph } from '../analyzer/graph/heap-graph.ts';
import { readSnapshot } from '../analyzer/parse/read-snapshot.ts';
import type { NodeTypeName } from '../analyzer/parse/snapshot-columns.ts';
import type { Bytes } from '../format/units.ts';
import { DrawnMap, DrawnWeakMap } from './drawn-map.ts';
import { type DrawnLocation, DrawnNode } from './drawn-node.ts';
import { type SnapshotJson, toSnapshotJson, toSnapshotText } from './snapshot-json.ts';

export interface DrawOptions {
  /** True keeps what nothing holds in the captures; V8 collects it before it writes a snapshot. */
  readonly keepGarbage?: boolean;
}

export interface NodeOptions {
  readonly size?: Bytes;
  readonly id?: number;
  readonly location?: DrawnLocation;
  /** The calls that allocated it, the outermost first, as words: see `drawProfile`. */
  readonly stack?: string;
}

/**
 * Draws a heap for a test, and how it changes from one capture to the next:
 *
 *   const heap = drawHeap((h) => {
 *     const sessions = h.map();
 *     h.root.property('sessions', sessions);
 *     h.capture();
 *     sessions.set(h.string('s1'), h.object('Session'));
 *   });
 *   heap.captures(); // two snapshots: one without, one with the session
 *
 * Nodes keep their ids over all captures, and a node drawn after a capture has a larger odd id than any drawn before.
 */
export function drawHeap(draw: (heap: HeapDrawing) => void, options: DrawOptions = {}): DrawnHeap {
  const drawing = new HeapDrawing(options);
  draw(drawing);
  return new DrawnHeap(drawing.finish());
}

export class HeapDrawing {
  readonly root: DrawnNode;
  private readonly options: DrawOptions;
  private readonly nodes: DrawnNode[] = [];
  private readonly taken: SnapshotJson[] = [];
  private readonly scripts = new Map<string, DrawnNode>();
  private nextOdd = 1;
  private nextEven = 2;

  constructor(options: DrawOptions) {
    this.options = options;
    this.root = this.node('synthetic', '', { size: 0 });
  }

  /** Native nodes get even ids, which tell nothing about their birth, all others odd ones. */
  node(type: NodeTypeName, name: string, options: NodeOptions = {}): DrawnNode {
    const node = new DrawnNode(
      type,
      name,
      this.takeId(type, options.id),
      options.size ?? 16,
      options.location,
      options.stack,
    );
    this.nodes.push(node);
    return node;
  }

  object(className: string, options?: NodeOptions): DrawnNode {
    return this.node('object', className, options);
  }

  string(text: string, options?: NodeOptions): DrawnNode {
    return this.node('string', text, options);
  }

  /** A plain internal array, such as the table behind a Map. */
  array(options?: NodeOptions): DrawnNode {
    return this.node('array', '', options);
  }

  native(name: string, options?: NodeOptions): DrawnNode {
    return this.node('native', name, options);
  }

  /** The scope of closures: draw `variable` edges from it. */
  context(options?: NodeOptions): DrawnNode {
    return this.node('object', 'system / Context', options);
  }

  /** A function, with its scope, and with the script of its location if it has one. */
  closure(name: string, context?: DrawnNode, options: NodeOptions = {}): DrawnNode {
    const closure = this.node('closure', name, options);
    if (context) closure.internal('context', context);
    if (options.location) {
      const info = this.node('code', name).internal('script', this.script(options.location.url));
      closure.internal('shared', info);
    }
    return closure;
  }

  map(options?: NodeOptions): DrawnMap {
    return this.add(new DrawnMap(this.takeId('object', options?.id), () => this.array()));
  }

  weakMap(options?: NodeOptions): DrawnWeakMap {
    return this.add(new DrawnWeakMap(this.takeId('object', options?.id), this.array()));
  }

  /** Takes a snapshot of the heap as it is drawn now, and ends a birth interval. */
  capture(): void {
    const kept = this.options.keepGarbage ? this.nodes : this.reachable();
    const places = new Map(kept.map((node, place) => [node, place]));
    const scripts = [...this.scripts.keys()];
    this.taken.push(
      toSnapshotJson(
        kept.map((node) => ({
          type: node.type,
          name: node.name,
          id: node.id,
          size: node.size,
          stack: node.stack,
          isDetached: node.isDetached,
          edges: node.edges.flatMap(({ type, name, to }) => {
            const place = places.get(to);
            return place === undefined ? [] : [{ type, name, to: place }];
          }),
          location: node.location && {
            script: scripts.indexOf(node.location.url) + 1,
            line: node.location.line - 1,
            column: (node.location.column ?? 1) - 1,
          },
        })),
      ),
    );
  }

  /** The end of the drawing is a capture too, if anything was drawn since the last one. */
  finish(): readonly SnapshotJson[] {
    const before = this.taken.at(-1);
    this.capture();
    if (before && JSON.stringify(before) === JSON.stringify(this.taken.at(-1))) this.taken.pop();
    return this.taken;
  }

  private add<T extends DrawnNode>(node: T): T {
    this.nodes.push(node);
    return node;
  }

  private script(url: string): DrawnNode {
    let script = this.scripts.get(url);
    if (!script) {
      script = this.node('code', url);
      this.scripts.set(url, script);
    }
    return script;
  }

  private takeId(type: NodeTypeName, wanted: number | undefined): number {
    if (wanted !== undefined) {
      if (wanted % 2 === 1) this.nextOdd = Math.max(this.nextOdd, wanted + 2);
      return wanted;
    }
    const id = type === 'native' ? this.nextEven : this.nextOdd;
    if (type === 'native') this.nextEven += 2;
    else this.nextOdd += 2;
    return id;
  }

  private reachable(): DrawnNode[] {
    const reached = new Set([this.root]);
    for (const node of reached) {
      // A WeakMap's table does not keep a value alive: its key has an edge of the same name and does.
      const ownPairs = `(table @${node.id})`;
      for (const { type, name, to } of node.edges) {
        if (type !== 'weak' && !String(name).endsWith(ownPairs)) reached.add(to);
      }
    }
    return this.nodes.filter((node) => reached.has(node));
  }
}

/** A finished drawing: one snapshot for each capture, the last one also by itself. */
export class DrawnHeap {
  private readonly snapshots: readonly SnapshotJson[];

  constructor(snapshots: readonly SnapshotJson[]) {
    this.snapshots = snapshots;
  }

  captures(): readonly SnapshotJson[] {
    return this.snapshots;
  }

  /** The last capture as JSON. */
  json(): SnapshotJson {
    return this.snapshots.at(-1)!;
  }

  /** The last capture as text, in V8's layout. */
  text(): string {
    return toSnapshotText(this.json());
  }

  /** Writes `1.heapsnapshot`, `2.heapsnapshot` … into an existing folder; returns their paths in order. */
  writeTo(folder: string): string[] {
    return this.snapshots.map((json, index) => {
      const file = join(folder, `${index + 1}.heapsnapshot`);
      writeFileSync(file, toSnapshotText(json));
      return file;
    });
  }

  /** The last capture, read as any snapshot is. No file stays behind: it is removed while open. */
  graph(): HeapGraph {
    return this.graphs().at(-1)!;
  }

  /** All captures, read. */
  graphs(): HeapGraph[] {
    const folder = mkdtempSync(join(tmpdir(), 'drawn-heap-'));
    try {
      return this.writeTo(folder).map((file) => new HeapGraph(readSnapshot(file)));
    } finally {
      rmSync(folder, { recursive: true });
    }
  }
}
