import { ClassNames } from '../../../dist/analyzer/graph/class-names.js';
import { NodeType } from '../../../dist/analyzer/parse/snapshot-columns.js';
import { withGraph } from './open-graph.mjs';

const engineTypes = new Set([NodeType.hidden, NodeType.code, NodeType.objectShape, NodeType.synthetic]);

/**
 * What comparing the captures in a browser's memory panel shows: classes of which each capture has more objects, or
 * more of their own bytes, than the one before. Those that gained the most bytes come first. Code and what else belongs to
 * the engine, which a reader would pass over, is left out.
 */
export function judgeByClassGrowth(files) {
  const censuses = files.map((file) => withGraph(file, takeCensus));
  const newest = censuses.at(-1);
  return [...newest.keys()]
    .map((name) => ({ name, series: censuses.map((census) => census.get(name) ?? { count: 0, bytes: 0 }) }))
    .filter(({ series }) => grows(series, 'count') || grows(series, 'bytes'))
    .map(({ name, series }) => ({ name, gained: series.at(-1).bytes - series[0].bytes }))
    .sort((a, b) => b.gained - a.gained)
    .map(({ name, gained }) => ({ text: name, title: `${name} gains ${gained} bytes` }));
}

function takeCensus(graph) {
  const names = new ClassNames(graph);
  const census = new Map();
  for (let node = 0; node < graph.nodeCount; node++) {
    if (engineTypes.has(graph.type(node))) continue;
    const name = names.of(node);
    if (name.startsWith('system / ')) continue;
    const entry = census.get(name);
    if (entry === undefined) census.set(name, { count: 1, bytes: graph.selfSize(node) });
    else {
      entry.count++;
      entry.bytes += graph.selfSize(node);
    }
  }
  return census;
}

function grows(series, key) {
  return series.every((entry, at) => at === 0 || entry[key] > series[at - 1][key]);
}
