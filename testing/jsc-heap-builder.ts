import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Bytes } from '../format/units.ts';

/** A heap snapshot as the JSON that JavaScriptCore writes for its inspector. */
export interface JscSnapshotJson {
  readonly version: 3;
  readonly type: 'Inspector';
  readonly nodes: readonly number[];
  readonly nodeClassNames: readonly string[];
  readonly edges: readonly number[];
  readonly edgeTypes: readonly string[];
  readonly edgeNames: readonly string[];
  readonly heaptrail?: unknown;
}

const edgeTypes = ['Internal', 'Property', 'Index', 'Variable'] as const;

/**
 * Draws a heap of Bun for a test, as `drawHeap` does for one of Node:
 *
 *   const heap = drawJscHeap((h) => {
 *     const sessions = h.cell('Map');
 *     h.module().variable('sessions', sessions);
 *     h.capture();
 *     sessions.index(0, h.cell('string')).index(1, h.cell('Session'));
 *   });
 *
 * A cell drawn after a capture has a larger id than any drawn before. Cells that nothing holds are left out, but for
 * those that are drawn as `unseen`.
 */
export function drawJscHeap(draw: (heap: JscDrawing) => void): DrawnJscHeap {
  const drawing = new JscDrawing();
  draw(drawing);
  return new DrawnJscHeap(drawing.finish());
}

export class JscDrawing {
  readonly taken: JscSnapshotJson[] = [];
  readonly root: DrawnCell;
  /** What native code holds for good, such as running timers. */
  readonly handles: DrawnCell;
  readonly global: DrawnCell;
  /** What the probe adds to each capture. */
  notes: unknown;
  private readonly cells: DrawnCell[] = [];
  private readonly kept: DrawnCell[] = [];
  private readonly shape: DrawnCell;

  constructor() {
    this.root = this.add('<root>', 0);
    this.shape = this.add('Structure', 112);
    this.handles = this.cell('StrongRootBlock');
    this.global = this.cell('GlobalObject', 9000);
    this.root.internal(this.handles).internal(this.global);
  }

  cell(className: string, size: Bytes = 32): DrawnCell {
    return this.add(className, size).internal(this.shape);
  }

  /** The scope of a module, held as the engine holds one. */
  module(): DrawnCell {
    const scope = this.cell('JSModuleEnvironment', 80).internal(this.cell('SymbolTable', 80));
    const record = this.cell('ModuleRecord', 1500).internal(scope);
    this.global.internal(this.cell('ModuleLoader', 96).internal(record));
    return scope.internal(this.cell('JSGlobalLexicalEnvironment', 64));
  }

  /** A function with its scope; functions of one `executable` are made by the same code. */
  closure(scope: DrawnCell, executable: DrawnCell = this.cell('FunctionExecutable', 128)): DrawnCell {
    return this.cell('Function').internal(executable).internal(scope);
  }

  /** Keeps a cell that no edge leads to, as the contents of Maps are if no probe put them back. */
  unseen(cell: DrawnCell): void {
    this.kept.push(cell);
  }

  capture(): void {
    const json = toJson(this.reachable());
    this.taken.push(this.notes === undefined ? json : { ...json, heaptrail: this.notes });
  }

  /** The end of the drawing is a capture too, if anything was drawn since the last one. */
  finish(): readonly JscSnapshotJson[] {
    const before = JSON.stringify(this.taken.at(-1));
    this.capture();
    if (before === JSON.stringify(this.taken.at(-1))) this.taken.pop();
    return this.taken;
  }

  private add(className: string, size: Bytes): DrawnCell {
    const cell = new DrawnCell(className, this.cells.length, size);
    this.cells.push(cell);
    return cell;
  }

  private reachable(): DrawnCell[] {
    const reached = new Set([this.root, ...this.kept]);
    for (const cell of reached) for (const { to } of cell.edges) reached.add(to);
    return this.cells.filter((cell) => reached.has(cell));
  }
}

interface DrawnEdge {
  readonly type: (typeof edgeTypes)[number];
  readonly name: string | number;
  readonly to: DrawnCell;
}

export class DrawnCell {
  readonly className: string;
  readonly id: number;
  readonly edges: DrawnEdge[] = [];
  size: Bytes;

  constructor(className: string, id: number, size: Bytes) {
    this.className = className;
    this.id = id;
    this.size = size;
  }

  internal(to: DrawnCell): this {
    return this.edge('Internal', 0, to);
  }

  property(name: string, to: DrawnCell): this {
    return this.edge('Property', name, to);
  }

  index(index: number, to: DrawnCell): this {
    return this.edge('Index', index, to);
  }

  /** Written twice, as the engine does. */
  variable(name: string, to: DrawnCell): this {
    return this.edge('Internal', 0, to).edge('Variable', name, to);
  }

  private edge(type: DrawnEdge['type'], name: string | number, to: DrawnCell): this {
    this.edges.push({ type, name, to });
    return this;
  }
}

/** Nodes in an order of their own, edges in the order of ids, as the engine writes them. */
function toJson(cells: readonly DrawnCell[]): JscSnapshotJson {
  const classNames = new Interned();
  const edgeNames = new Interned();
  return {
    version: 3,
    type: 'Inspector',
    nodes: [cells[0]!, ...cells.slice(1).reverse()].flatMap(({ id, size, className }) => [
      id,
      size,
      classNames.of(className),
      0,
    ]),
    nodeClassNames: classNames.texts,
    edges: cells.flatMap(({ id, edges }) =>
      edges.flatMap(({ type, name, to }) => [
        id,
        to.id,
        edgeTypes.indexOf(type),
        typeof name === 'number' ? name : edgeNames.of(name),
      ]),
    ),
    edgeTypes,
    edgeNames: edgeNames.texts,
  };
}

class Interned {
  readonly texts: string[] = [];

  of(text: string): number {
    const known = this.texts.indexOf(text);
    return known === -1 ? this.texts.push(text) - 1 : known;
  }
}

/** A finished drawing: one snapshot for each capture. */
export class DrawnJscHeap {
  readonly captures: readonly JscSnapshotJson[];

  constructor(captures: readonly JscSnapshotJson[]) {
    this.captures = captures;
  }

  /** The last capture as text, on one line. */
  text(): string {
    return JSON.stringify(this.captures.at(-1));
  }

  /** Writes `1.heapsnapshot`, `2.heapsnapshot` … into an existing folder; returns their paths in order. */
  writeTo(folder: string): string[] {
    return this.captures.map((json, index) => {
      const file = join(folder, `${index + 1}.heapsnapshot`);
      writeFileSync(file, JSON.stringify(json));
      return file;
    });
  }
}
