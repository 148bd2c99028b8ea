import { readFileSync } from 'node:fs';
import type { FileEvidence, SuiteCapture } from '../../format/suite-evidence.ts';
import type { FoundSurvivors, SuiteHolder } from '../../format/suite-report.ts';
import type { Bytes } from '../../format/units.ts';
import { suiteLimits } from '../../judgement/parameters/suites.ts';
import { fingerprintOf } from '../explain/fingerprint.ts';
import { HeapGraph } from '../graph/heap-graph.ts';
import { ModuleNames } from '../graph/module-names.ts';
import { AgedHeap } from '../heap/aged-heap.ts';
import { entriesOf } from '../heap/container-entries.ts';
import { NodeWords } from '../inventory/node-words.ts';
import { readSnapshot } from '../parse/read-snapshot.ts';
import type { NodeIndex } from '../parse/snapshot-columns.ts';
import { CheapestPaths } from '../paths/cheapest-path.ts';
import { expressionOf } from '../paths/expression.ts';
import { retainingPath } from '../paths/retaining-path.ts';
import { placeOf } from '../report/path-text.ts';
import { SourceMaps } from '../sources/source-maps.ts';
import { WrittenCode } from '../sources/written-code.ts';
import { withDeclaration } from './declared-variable.ts';
import { keptBy } from './kept-by.ts';
import { placeOfSites } from './place-of-sites.ts';
import { sampledWeights } from './survivors/sampled-weights.ts';
import { type SurvivingHolder, survivingHolders } from './survivors/surviving-holders.ts';

/** What one capture says about the survivors of the file after which it was taken. */
export function explainFile(
  { file, hasOwnModules, bytes, sites }: FileEvidence,
  { file: snapshot, scripts, sizes }: SuiteCapture,
  directory: string,
): FoundSurvivors {
  const sources = new SourceMaps(Number.POSITIVE_INFINITY, JSON.parse(readFileSync(scripts, 'utf8')));
  const heap = new AgedHeap(new HeapGraph(readSnapshot(snapshot)), [0]);
  try {
    const modules = new ModuleNames(directory);
    heap.names.nameModules(modules);
    heap.names.showOriginals(new WrittenCode(sources));
    const weights = dataOf(heap, sampledWeights(heap.graph, sizes));
    const teller = new HolderTeller(heap, weights, modules);
    const madeAt = placeOfSites(sites, sources, modules);
    const holders = survivingHolders(heap, weights, suiteLimits.leastHeld).map((holder) => ({
      ...teller.tell(holder),
      ...(hasOwnModules ? teller.keeping(holder) : {}),
      ...(madeAt === undefined ? {} : { madeAt }),
    }));
    return { file: modules.of(file), bytes, holders };
  } finally {
    heap.graph.strings.close();
  }
}

/** Compiled code and shapes stay in every worker: they are no data of the tests. */
function dataOf(heap: AgedHeap, weights: ReadonlyMap<NodeIndex, Bytes>): Map<NodeIndex, Bytes> {
  return new Map([...weights].filter(([node]) => heap.noise[node] === 0 && heap.isReachable(node)));
}

class HolderTeller {
  readonly #heap: AgedHeap;
  readonly #words: NodeWords;
  readonly #paths: CheapestPaths;
  readonly #modules: ModuleNames;
  readonly #weights: ReadonlyMap<NodeIndex, Bytes>;

  constructor(heap: AgedHeap, weights: ReadonlyMap<NodeIndex, Bytes>, modules: ModuleNames) {
    this.#modules = modules;
    this.#heap = heap;
    this.#words = new NodeWords(heap, false);
    this.#paths = new CheapestPaths(heap);
    this.#weights = weights;
  }

  tell({ node, bytes, sampled }: SurvivingHolder): SuiteHolder {
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
      objects: this.#objects(sampled),
      entryClass: this.#commonClass(sampled),
      ...(entries === undefined ? {} : { entries }),
      ...(place === undefined ? {} : { place }),
    };
  }

  keeping({ node }: SurvivingHolder): Pick<SuiteHolder, 'keptBy'> {
    const steps = keptBy(this.#heap, this.#paths, node);
    return steps.length === 0 ? {} : { keptBy: steps };
  }

  /** Each sample stands for as many objects of its size as its weight has. */
  #objects(sampled: readonly NodeIndex[]): number {
    const { graph } = this.#heap;
    return Math.round(
      sampled.reduce((sum, node) => sum + this.#weights.get(node)! / Math.max(1, graph.selfSize(node)), 0),
    );
  }

  #commonClass(sampled: readonly NodeIndex[]): string {
    const bytes = new Map<string, Bytes>();
    for (const node of sampled) {
      const name = this.#words.className(this.#heap.ownerOf(node));
      bytes.set(name, (bytes.get(name) ?? 0) + this.#weights.get(node)!);
    }
    return [...bytes].sort(([, a], [, b]) => b - a)[0]?.[0] ?? '';
  }
}
