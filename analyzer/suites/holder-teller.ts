import type { SurvivingSite } from '../../format/suite-evidence.ts';
import type { SuiteHolder } from '../../format/suite-report.ts';
import type { Bytes } from '../../format/units.ts';
import { fingerprintOf } from '../explain/fingerprint.ts';
import type { ModuleNames } from '../graph/module-names.ts';
import type { AgedHeap } from '../heap/aged-heap.ts';
import { entriesOf } from '../heap/container-entries.ts';
import { NodeWords } from '../inventory/node-words.ts';
import type { NodeIndex } from '../parse/snapshot-columns.ts';
import { CheapestPaths } from '../paths/cheapest-path.ts';
import { expressionOf } from '../paths/expression.ts';
import { retainingPath } from '../paths/retaining-path.ts';
import { placeOf } from '../report/path-text.ts';
import type { SourceMaps } from '../sources/source-maps.ts';
import { withDeclaration } from './declared-variable.ts';
import { keptBy } from './kept-by.ts';
import { placeOfSites } from './place-of-sites.ts';
import type { SurvivingHolder } from './survivors/surviving-holders.ts';

/** Puts holders of survivors into words. */
export class HolderTeller {
  readonly #heap: AgedHeap;
  readonly #words: NodeWords;
  readonly #paths: CheapestPaths;
  readonly #modules: ModuleNames;
  readonly #sources: SourceMaps;

  constructor(heap: AgedHeap, modules: ModuleNames, sources: SourceMaps) {
    this.#modules = modules;
    this.#sources = sources;
    this.#heap = heap;
    this.#words = new NodeWords(heap, false);
    this.#paths = new CheapestPaths(heap);
  }

  /** @param weights the bytes for which each object stands that it holds */
  tell({ node, bytes, sampled }: SurvivingHolder, weights: ReadonlyMap<NodeIndex, Bytes>): SuiteHolder {
    const path = withDeclaration(retainingPath(this.#heap, this.#paths, node), this.#heap.names, (module) =>
      this.#modules.pathNamed(module),
    );
    const place = placeOf({ kind: 'objects', path });
    const entries = entriesOf(this.#heap, node)?.length;
    return {
      fingerprint: fingerprintOf(path),
      className: this.#words.className(node),
      expression: expressionOf(path),
      path,
      bytes: Math.round(bytes),
      objects: this.#objects(sampled, weights),
      entryClass: this.#commonClass(sampled, weights),
      ...(entries === undefined ? {} : { entries }),
      ...(place === undefined ? {} : { place }),
    };
  }

  /** Which reference keeps the scope of a file that is over. */
  keeping(
    node: NodeIndex,
    isOfFile: (node: NodeIndex) => boolean,
  ): Pick<SuiteHolder, 'keptBy' | 'isHeldFromOutside' | 'isHeldByRuntime'> {
    return keptBy(this.#heap, this.#paths, node, isOfFile);
  }

  madeAt(sites: readonly SurvivingSite[]): string | undefined {
    return placeOfSites(sites, this.#sources, this.#modules);
  }

  /** Each sample stands for as many objects of its size as its weight has. */
  #objects(sampled: readonly NodeIndex[], weights: ReadonlyMap<NodeIndex, Bytes>): number {
    const { graph } = this.#heap;
    return Math.round(
      sampled.reduce((sum, node) => sum + weights.get(node)! / Math.max(1, graph.selfSize(node)), 0),
    );
  }

  #commonClass(sampled: readonly NodeIndex[], weights: ReadonlyMap<NodeIndex, Bytes>): string {
    const bytes = new Map<string, Bytes>();
    for (const node of sampled) {
      const name = this.#words.className(this.#heap.ownerOf(node));
      bytes.set(name, (bytes.get(name) ?? 0) + weights.get(node)!);
    }
    return [...bytes].sort(([, a], [, b]) => b - a)[0]?.[0] ?? '';
  }
}
