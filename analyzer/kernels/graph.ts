// The kernels of analyzer/graph: they work on the columns of one graph, in the memory that graph has for it.
export { forgetWalk, laterEntries, reached, startWalk, walkOn } from './depth-first';
export { countUp, nearestCommonAncestors, semidominators, toNodes } from './semi-nca';
export { markRetaining } from './retaining';
