/** How the gap in a report begins where nothing was sampled. Recorded stacks may tell all the same. */
export const unknownCalls = 'allocation sites of the growth';
