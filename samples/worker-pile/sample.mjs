export default {
  name: 'worker-pile',
  story:
    'An agent starts a worker thread for each task and never ends it. ' +
    'Each keeps a heap of its own, a stack and an event loop: some MB that no heap of the main thread shows.',
  recording: { captures: 0, for: '75s', parts: 'external,native', workers: false },
  expects: {
    leaky: {
      verdict: 'growth',
      problem: 'threads',
      first: null,
      native: { cause: 'threads', part: /thread|stack|worker|heap/i, owner: /worker/i },
      // Bun does not tell of the heaps of its workers: they are in memory of its allocator.
      onBun: { native: { cause: 'threads', part: /arenas/i } },
    },
    fixed: { verdict: 'none', first: null },
  },
};
