export default {
  name: 'event-listeners',
  story:
    'A gateway has one hub that outlives all requests, and every request listens on it for its messages. ' +
    'No request removes its listener: each closure keeps its request and replies alive.',
  recording: { captures: 4, every: '2s' },
  expects: {
    leaky: {
      verdict: 'growth',
      problem: 'retained-objects',
      first: { kind: 'listeners', holder: /SessionHub|\bhub\b/, title: /message|listener/ },
      perOperation: { objects: 1, tolerance: 2 },
      allocatedBy: /^(handleRequest|operation|onMessage) .*agent\.mjs$/,
    },
    fixed: { verdict: 'none' },
  },
};
