export default {
  name: 'timers-pile',
  story:
    'A gateway gives every chat session an interval timer for its keepalive messages. ' +
    'The end of a session does not clear it: the timers hold every past session.',
  recording: { captures: 4, every: '2s' },
  expects: {
    leaky: {
      verdict: 'growth',
      problem: 'retained-objects',
      first: { kind: 'timers', holder: /timer|Timeout/i },
      perOperation: { objects: 1, tolerance: 2 },
    },
    fixed: { verdict: 'none' },
  },
};
