export default {
  name: 'lazy-buffers',
  story:
    'An agent that does little in JavaScript reads responses into Buffers of 64 KB and drops them. ' +
    'Its heap is so quiet that V8 collects it only now and then: tens of MB of Buffers that nobody holds wait for that.',
  notOnBun: 'JavaScriptCore collects Buffers soon, as it reckons with their size.',
  recording: { captures: 0, for: '75s', parts: 'external,native', experiment: true },
  expects: {
    leaky: { verdict: 'none', first: null, native: { cause: 'lazy' } },
    fixed: { verdict: 'none', first: null },
  },
};
