export default {
  name: 'native-growth',
  story:
    'An agent hands the context of each turn to its hooks in an environment variable of its own process. ' +
    'The C library keeps every value ever set: resident memory climbs while the JavaScript heap stays flat.',
  // A snapshot takes tens of megabytes from the C library's allocator and gives them back to it as free space,
  // which then swallows the leak for half a minute: this growth is seen by the memory ledger alone.
  recording: { captures: 0, for: '2m', parts: 'external,native' },
  expects: {
    leaky: {
      verdict: 'growth',
      problem: 'native',
      first: null,
      native: { cause: 'leak', part: /allocator|malloc|glibc|arena/i, owner: /setenv|env/i },
      // Bun calls the C library by FFI, and what `setenv` jumps to has no name.
      onBun: { native: { cause: 'leak', part: /allocator|malloc|glibc|arena/i, owner: /libc\.so/ } },
    },
    fixed: { verdict: 'none', first: null },
  },
};
