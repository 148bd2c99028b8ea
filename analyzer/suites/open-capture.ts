import { readFileSync } from 'node:fs';
import type { SuiteCapture } from '../../format/suite-evidence.ts';
import type { Bytes } from '../../format/units.ts';
import { HeapGraph } from '../graph/heap-graph.ts';
import { ModuleNames } from '../graph/module-names.ts';
import { AgedHeap } from '../heap/aged-heap.ts';
import { readSnapshot } from '../parse/read-snapshot.ts';
import type { NodeIndex } from '../parse/snapshot-columns.ts';
import { SourceMaps } from '../sources/source-maps.ts';
import { WrittenCode } from '../sources/written-code.ts';
import { HolderTeller } from './holder-teller.ts';
import { sampledWeights } from './survivors/sampled-weights.ts';

/** A capture of a suite while it is in memory. */
export interface OpenCapture {
  readonly heap: AgedHeap;
  readonly modules: ModuleNames;
  /** The bytes for which each sampled object stands that is data of the program. */
  readonly weights: ReadonlyMap<NodeIndex, Bytes>;
  readonly teller: HolderTeller;
}

export function withOpenCapture<Answer>(
  { file, scripts, sizes }: SuiteCapture,
  directory: string,
  answer: (capture: OpenCapture) => Answer,
): Answer {
  const sources = new SourceMaps(Number.POSITIVE_INFINITY, JSON.parse(readFileSync(scripts, 'utf8')));
  const heap = new AgedHeap(new HeapGraph(readSnapshot(file)), [0]);
  try {
    const modules = new ModuleNames(directory);
    heap.names.nameModules(modules);
    heap.names.showOriginals(new WrittenCode(sources));
    const weights = dataOf(heap, sampledWeights(heap.graph, sizes));
    return answer({ heap, modules, weights, teller: new HolderTeller(heap, modules, sources) });
  } finally {
    heap.graph.strings.close();
  }
}

/** Compiled code and shapes stay in every worker: they are no data of the tests. */
function dataOf(heap: AgedHeap, weights: ReadonlyMap<NodeIndex, Bytes>): Map<NodeIndex, Bytes> {
  return new Map([...weights].filter(([node]) => heap.noise[node] === 0 && heap.isReachable(node)));
}
