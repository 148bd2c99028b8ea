/** How a report names the gap if nothing was sampled. Recorded stacks may still tell. */
export const unknownCalls = 'allocation sites of the growth';
