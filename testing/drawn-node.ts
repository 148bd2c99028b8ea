import type { EdgeTypeName, NodeTypeName } from '../analyzer/parse/snapshot-columns.ts';
import type { Bytes } from '../format/units.ts';

export interface DrawnEdge {
  readonly type: EdgeTypeName;
  readonly name: string | number;
  readonly to: DrawnNode;
}

/** A place in source code; line and column count from 1. */
export interface DrawnLocation {
  readonly url: string;
  readonly line: number;
  readonly column?: number;
}

/**
 * A node in a drawing. Every method that draws an edge returns the node itself, and replaces the edge of the same
 * type and name if there is one, as an assignment would.
 */
export class DrawnNode {
  readonly type: NodeTypeName;
  readonly name: string;
  readonly id: number;
  size: Bytes;
  /** Of a page's element: no document shows it. */
  isDetached = false;
  readonly location: DrawnLocation | undefined;
  /** The calls that allocated it, the outermost first: `main node:emit push`. */
  readonly stack: string | undefined;
  private nextIndex = 0;
  private readonly byKey = new Map<string, DrawnEdge>();

  constructor(
    type: NodeTypeName,
    name: string,
    id: number,
    size: Bytes,
    location?: DrawnLocation,
    stack?: string,
  ) {
    this.type = type;
    this.name = name;
    this.id = id;
    this.size = size;
    this.location = location;
    this.stack = stack;
  }

  /** Takes an element out of its document. */
  detach(): this {
    this.isDetached = true;
    return this;
  }

  get edges(): readonly DrawnEdge[] {
    return [...this.byKey.values()];
  }

  property(name: string, to: DrawnNode): this {
    return this.edge('property', name, to);
  }

  element(index: number, to: DrawnNode): this {
    return this.edge('element', index, to);
  }

  /** Draws an element behind all that were ever there. */
  push(to: DrawnNode): this {
    return this.element(this.nextIndex, to);
  }

  internal(name: string, to: DrawnNode): this {
    return this.edge('internal', name, to);
  }

  variable(name: string, to: DrawnNode): this {
    return this.edge('context', name, to);
  }

  weak(name: string, to: DrawnNode): this {
    return this.edge('weak', name, to);
  }

  /** Draws an edge of any type. Names of `element` and `hidden` edges are numbers, all others are text. */
  edge(type: EdgeTypeName, name: string | number, to: DrawnNode): this {
    if (type === 'element') this.nextIndex = Math.max(this.nextIndex, Number(name) + 1);
    this.byKey.set(`${type} ${name}`, { type, name, to });
    return this;
  }

  /** Takes away the edges of this name, of whatever type. */
  remove(name: string | number): this {
    for (const [key, edge] of this.byKey) if (edge.name === name) this.byKey.delete(key);
    return this;
  }
}
