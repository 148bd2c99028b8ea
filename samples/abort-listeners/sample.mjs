export default {
  name: 'abort-listeners',
  story:
    'Every request of an agent adds a listener to the one abort signal that means shutdown, to be cancelled by it. ' +
    'Finished requests never remove theirs: the signal holds all of them in a linked list.',
  recording: { captures: 4, every: '2s' },
  expects: {
    leaky: {
      verdict: 'growth',
      problem: 'retained-objects',
      first: { kind: 'listeners', holder: /\bshutdown\b|AbortSignal/, title: /abort|listener/ },
      perOperation: { objects: 1, tolerance: 2 },
      allocatedBy: /^ModelRequest .*agent\.mjs$/,
    },
    fixed: { verdict: 'none' },
  },
};
