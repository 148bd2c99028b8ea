// The kernels of analyzer/graph: they work on the columns of one graph, in the memory that graph has for it.
export { countsToStarts, forgetWalk, listed, listToRows, reached, startWalk, walkOn } from './depth-first';
export { nearestCommonAncestors, semidominators, toNodes } from './semi-nca';
export { dropRepeated, markRetaining } from './retaining';
export { keepUnreached, reachOn, splitEdges, startReach } from './growth-edges';
export { countDominated, countRetainers, fillDominated, fillRetainers } from './rows';
export { inheritNoise, sumData } from './ageing';
