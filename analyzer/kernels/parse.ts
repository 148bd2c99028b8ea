// The kernels of analyzer/parse: bytes of a file in, columns out. Each instance has a small memory of its own.
export {
  countLines,
  edgeRecords,
  edgesSoFar,
  largestName,
  nodeRecords,
  detachedCount,
  plainNumbers,
  position,
} from './records';
export { quadEdges, quadNodes, quadPosition, runCount } from './quads';
export { pairCount, stringPosition, stringRanges } from './strings';
