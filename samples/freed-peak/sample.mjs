export default {
  name: 'freed-peak',
  story:
    'All clients of a gateway reconnect at once and get a deflate stream each; one in twelve stays. The C library keeps what ' +
    'the others freed, between the streams that are left: resident memory stays, and nothing leaks.',
  notOnBun: "Bun's allocator gives freed pages back within seconds.",
  recording: { captures: 0, for: '75s', parts: 'external,native', experiment: true },
  expects: {
    leaky: {
      verdict: 'none',
      first: null,
      native: { cause: 'kept' },
    },
    fixed: { verdict: 'none', first: null },
  },
};
