import type { CauseFinder } from './cause.ts';

/** The context of a test file with its registry of modules: what jest makes anew for each. */
export const environments: CauseFinder = {
  cause: {
    name: 'environment',
    words: 'the environment of a test file that is over is kept, with every module that it loaded',
    remedy: 'something outside the file refers into it: look at the first step of the path',
  },
  fits: ({ expression, className }) =>
    /_moduleRegistry|_esmoduleRegistry|_environment|NodeEnvironment|JSDOMEnvironment/.test(expression) ||
    /^(NodeEnvironment|JSDOMEnvironment|Runtime|ModuleMap)$/.test(className),
};
