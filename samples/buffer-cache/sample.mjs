export default {
  name: 'buffer-cache',
  story:
    'An agent keeps the body of every tool response in an object by request id, to answer a repeated request. ' +
    'Nothing limits it: Buffers of 32 to 48 KB stay outside the JavaScript heap, held by one small object.',
  recording: { captures: 4, every: '2s' },
  expects: {
    leaky: {
      verdict: 'growth',
      problem: 'external',
      first: { kind: 'dictionary', holder: /\bresponses\b/ },
      // V8 gives the id of a dead object to a new one at its address: on a busy machine some are dated too early.
      perOperation: { objects: 1, tolerance: 5 },
    },
    fixed: { verdict: 'none' },
  },
};
