export default {
  name: 'thread-arenas',
  story:
    'Four threads summarize conversations that get longer. Each frees what it took, but for a small result; its arena of the ' +
    'C library keeps the freed pages, and no other thread can use them: resident memory rises, what is in use does not.',
  notOnBun: 'Bun keeps the environment of a worker thread in its JavaScript heap.',
  recording: { captures: 0, for: '75s', parts: 'external,native', workers: false },
  expects: {
    leaky: {
      verdict: 'growth',
      problem: 'native',
      first: null,
      native: { cause: 'fragmentation', part: /allocator|malloc|glibc|arena/i, owner: /KVStore/ },
    },
    fixed: { verdict: 'none', first: null },
  },
};
