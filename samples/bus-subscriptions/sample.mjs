export default {
  name: 'bus-subscriptions',
  story:
    'A coding agent reloads its plugins whenever its configuration changes, and each load subscribes to all ' +
    'events. Disposing of the old instance drops no subscription: callbacks of dead instances pile up on the bus.',
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
