import { hanging } from '../../judgement/parameters/hanging.ts';

/**
 * A chain is a row of nodes of one kind that keep each other alive: a linked list, a rope, promise reactions, prototypes.
 * Between one link and the next stand other nodes: list, wrapper, node, value, …
 */
export const { longestPeriod, fewestLinks } = hanging;
