export default {
  name: 'sqlite-statements',
  story:
    'An agent writes the session into the text of its query and keeps every prepared statement by that text. ' +
    'Each holds its program in memory of SQLite, outside any heap.',
  recording: { captures: 0, for: '75s', parts: 'external,native' },
  expects: {
    leaky: {
      verdict: 'growth',
      problem: 'native',
      first: null,
      native: { cause: 'leak', part: /allocator|malloc|glibc|arena/i, owner: /libsql|sqlite/i },
    },
    fixed: { verdict: 'none', first: null },
  },
};
