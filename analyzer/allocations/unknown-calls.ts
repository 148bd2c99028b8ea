/** What a report without sampled allocations does not show; recorded stacks may tell it all the same. */
export const unknownCalls = 'which calls allocate what grows';
