/**
 * A chain is a row of nodes of one kind that keep each other alive: a linked list, a rope, promise reactions, prototypes.
 * Between one link and the next stand at most so many nodes: list, wrapper, node, value, …
 */
export const longestPeriod = 8;

/** Shorter repetitions are nesting, not a chain. */
export const fewestLinks = 8;
