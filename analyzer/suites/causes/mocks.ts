import { type CauseFinder, filesOf } from './cause.ts';

/** Every mock is registered so that all can be reset, with the arguments and results of its calls. */
export const mocks: CauseFinder = {
  cause: {
    name: 'mocks',
    words: 'the registry of mocks keeps each mock with the arguments and results of all its calls',
    remedy:
      'set clearMocks or mockReset in the configuration, or call mockClear where a mock is called often',
    expected: true,
  },
  fits: (holder) =>
    /REGISTERED_MOCKS|_mockState|_mockConfigRegistry|_spyState/.test(holder.expression) ||
    filesOf(holder).some((file) => /node_modules\/(@vitest\/spy|jest-mock)\//.test(file)),
};
