import type { SnapshotFormat } from '../snapshot-format.ts';
import { readJscSnapshot } from './read-jsc-snapshot.ts';
import { scanJscNodes } from './scan-jsc-nodes.ts';

/** About so many bytes of the file stand for a node or an edge. */
const bytesPerNode = 55;
const bytesPerEdge = 22;

/** JavaScriptCore's own, as its inspector gives it. It does not begin with its counts. */
export const jscFormat: SnapshotFormat = {
  engine: 'jsc',
  ownKeys: new Set(['type', 'nodeClassNames', 'edgeTypes', 'edgeNames']),
  read: readJscSnapshot,
  scanNodes: scanJscNodes,
  countsOf: ({ size }) => ({
    nodeCount: Math.round(size / bytesPerNode),
    edgeCount: Math.round(size / bytesPerEdge),
  }),
};
