export default {
  test: {
    include: ['test/**/*.test.mjs'],
    reporters: ['default', 'heaptrail/vitest-reporter'],
  },
};
