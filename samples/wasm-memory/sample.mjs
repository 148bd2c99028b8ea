export default {
  name: 'wasm-memory',
  story:
    'A parser compiled to WebAssembly allocates for every document and frees nothing. ' +
    'Its memory grows page by page, and a WebAssembly memory never shrinks.',
  recording: { captures: 0, for: '75s', parts: 'external,native' },
  expects: {
    leaky: {
      verdict: 'growth',
      first: null,
      native: { cause: 'wasm', part: /webassembly|wasm/i, owner: /WebAssembly/ },
    },
    fixed: { verdict: 'none', first: null },
  },
};
