export default {
  name: 'bus-subscriptions',
  story:
    'A coding agent loads its plugins anew whenever its configuration changes, and each load subscribes to all ' +
    'events. Disposing the old instance drops no subscription: callbacks of dead instances stack up on the bus.',
  recording: { captures: 4, every: '2s' },
  expects: {
    leaky: {
      verdict: 'growth',
      problem: 'retained-objects',
      first: { kind: 'array', holder: /\bsubscriptions\b/ },
      perOperation: { objects: 0.5, tolerance: 2 },
    },
    fixed: { verdict: 'none' },
  },
};
