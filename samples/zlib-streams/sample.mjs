export default {
  name: 'zlib-streams',
  story:
    'A gateway keeps one deflate stream for each client and never closes it when the client leaves. ' +
    'Each has 268 KB of state in memory of zlib, held by a JavaScript object of a few hundred bytes.',
  recording: { captures: 0, for: '75s', parts: 'external,native' },
  expects: {
    leaky: {
      verdict: 'growth',
      first: null,
      native: { cause: 'leak', part: /allocator|malloc|glibc|arena|mimalloc/i, owner: /zlib|deflate/i },
      // The executable of Bun has no symbols.
      onBun: { native: { cause: 'leak', part: /arena/i, owner: /bun/ } },
    },
    fixed: { verdict: 'none', first: null },
  },
};
