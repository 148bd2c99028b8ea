module.exports = {
  testMatch: ['<rootDir>/test-jest/*.test.cjs'],
  transform: {},
  reporters: ['default', 'heaptrail/jest-reporter'],
};
