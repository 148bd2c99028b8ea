import type { PackageShare } from '../../format/heap-summary.ts';
import type { Bytes } from '../../format/units.ts';
import type { AgedHeap } from '../heap/aged-heap.ts';
import { EdgeType, type NodeIndex, NodeType } from '../parse/snapshot-columns.ts';
import { wrappedModule } from '../paths/module-scope.ts';

export const yourCode = 'your code';
export const nodesOwn = 'node:';
export const noKnownCode = 'no known code';

/**
 * Whose objects fill the heap: by the code of functions and constructors, and for what has no code of its own (arrays,
 * Maps, strings) by what retains it. Each byte counts once.
 */
export function packagesOf(heap: AgedHeap): readonly PackageShare[] {
  const { graph, tree } = heap;
  const marks = new Marks(heap);
  if (marks.isEmpty) return [];
  const owners = new Int32Array(graph.nodeCount);
  const sizes: Bytes[] = marks.names.map(() => 0);
  let all = 0;
  for (let i = 0; i < tree.reachable; i++) {
    const node = tree.order[i];
    owners[node] = marks.ownerOf(node, node === 0 ? 0 : owners[tree.idom[node]]);
    sizes[owners[node]] += graph.selfSize(node);
    all += graph.selfSize(node);
  }
  return marks.names
    .map((name, place) => ({ name, bytes: sizes[place], share: all === 0 ? 0 : sizes[place] / all }))
    .filter(({ bytes }) => bytes > 0)
    .sort((a, b) => b.bytes - a.bytes);
}

/** Which nodes say by themselves whose they are. */
class Marks {
  readonly names: string[] = [noKnownCode];
  readonly #places = new Map<string, number>([[noKnownCode, 0]]);
  readonly #own: Int32Array;
  readonly #node: number;
  readonly #heap: AgedHeap;
  readonly #byUrl = new Map<string, number>();

  constructor(heap: AgedHeap) {
    this.#heap = heap;
    this.#own = new Int32Array(heap.graph.nodeCount);
    this.#node = this.#placeOf(nodesOwn);
    this.#markLocations();
    this.#markModules();
  }

  get isEmpty(): boolean {
    return this.#byUrl.size === 0;
  }

  /** Buffers, emitters and other objects of Node's classes are of those who hold them. */
  ownerOf(node: NodeIndex, above: number): number {
    const own = this.#own[node];
    if (own === 0) return above;
    const isBorrowed = own === this.#node && this.#heap.graph.type(node) === NodeType.object;
    return isBorrowed && above !== 0 ? above : own;
  }

  #markLocations(): void {
    const { graph, names } = this.#heap;
    const { locations } = graph.columns;
    for (let row = 0; row < locations.count; row++) {
      const node = locations.node[row];
      const url = names.location(node)?.url ?? '';
      if (url === '') continue;
      this.#own[node] = this.#ofUrl(url);
      if (graph.type(node) === NodeType.closure) this.#markScopes(node, this.#own[node]);
    }
  }

  /** Variables of a scope are of the functions that close over it, as those of a module are. */
  #markScopes(closure: NodeIndex, place: number): void {
    const { graph } = this.#heap;
    const [context, previous] = [graph.strings.find('context'), graph.strings.find('previous')];
    let scope = this.#internal(closure, context);
    while (scope !== -1 && this.#own[scope] === 0) {
      this.#own[scope] = place;
      scope = this.#internal(scope, previous);
    }
  }

  #markModules(): void {
    const { graph } = this.#heap;
    const records = new Set(['Module', 'ModuleWrap'].map((name) => graph.strings.find(name)));
    for (let node = 0; node < graph.nodeCount; node++) {
      if (!records.has(graph.nameIndex(node))) continue;
      const url = wrappedModule(this.#heap, node);
      if (url !== undefined) this.#own[node] = this.#ofUrl(url);
    }
  }

  #internal(node: NodeIndex, name: number): NodeIndex {
    const { graph } = this.#heap;
    for (let e = graph.firstEdge(node); e < graph.endEdge(node); e++) {
      if (graph.edgeNameIndex(e) === name && graph.edgeType(e) === EdgeType.internal)
        return graph.edgeTarget(e);
    }
    return -1;
  }

  #ofUrl(url: string): number {
    let place = this.#byUrl.get(url);
    if (place === undefined) {
      place = this.#placeOf(packageOfUrl(url));
      this.#byUrl.set(url, place);
    }
    return place;
  }

  #placeOf(name: string): number {
    let place = this.#places.get(name);
    if (place === undefined) {
      place = this.names.length;
      this.names.push(name);
      this.#places.set(name, place);
    }
    return place;
  }
}

/** `express`, `@scope/name`, `node:`, or `your code`. */
export function packageOfUrl(url: string): string {
  if (url.startsWith('node:')) return nodesOwn;
  const inside = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url.replaceAll('\\', '/'));
  return inside?.[1] ?? yourCode;
}
