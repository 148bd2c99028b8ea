export default {
  name: 'async-queue',
  story:
    'A coding agent streams its bus to browsers, one queue per client. A client that stops reading without closing ' +
    'stalls the stream, while the bus and a heartbeat keep pushing: its queue grows forever.',
  recording: { captures: 4, every: '2s' },
  expects: {
    leaky: {
      verdict: 'growth',
      problem: 'retained-objects',
      first: { kind: 'queue', holder: /AsyncQueue.*queue|q\.queue/ },
      perOperation: { objects: 5, tolerance: 10 },
      allocatedBy: /^\w+ (.*\/)?async-queue\//,
    },
    fixed: { verdict: 'none' },
  },
};
