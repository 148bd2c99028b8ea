import { HeapGraph } from '../../../dist/analyzer/graph/heap-graph.js';
import { readSnapshot } from '../../../dist/analyzer/parse/read-snapshot.js';

/** Gives the graph of a capture to `use`; the file is closed behind it. */
export function withGraph(file, use) {
  const columns = readSnapshot(file);
  try {
    return use(new HeapGraph(columns));
  } finally {
    columns.strings.close();
  }
}
