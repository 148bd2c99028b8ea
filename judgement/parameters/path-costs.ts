import { type Parameter, valuesOf } from './parameter.ts';

const test = (name: string) => ['analyzer/paths/cheapest-path.test.ts', name] as const;

/** What each step costs on the most telling path to a node: whole numbers, which the search sorts by. */
export const pathCostParameters = {
  freeEdge: {
    value: 0,
    unit: 'cost',
    why: 'the stores behind an object are part of it: a reader does not see them as a step',
    test: test('an edge to the store behind an object costs'),
  },
  plainEdge: {
    value: 1,
    unit: 'cost',
    why: 'a property, an element or a module variable is written in the program',
    test: test('a property costs'),
  },
  shortName: {
    value: 1,
    unit: 'cost',
    why: 'a name of one or two letters is mostly from a minifier: of ways that are as long, one with telling names',
    decision: 'D-161',
    test: test('a property with a name of two letters costs'),
  },
  plainNode: {
    value: 1,
    unit: 'cost',
    why: 'of two paths, the shorter one is easier to follow',
    test: test('an object costs'),
  },
  otherInternal: {
    value: 5,
    unit: 'cost',
    why: 'links of the engine have no name in the program: two more steps with names tell more',
    decision: 'D-161',
    test: test('an edge of the engine costs'),
  },
  prototype: {
    value: 4,
    unit: 'cost',
    why: 'a prototype is shared by all objects of a class and holds none of them',
    test: test('a prototype costs'),
  },
  functionVariable: {
    value: 10,
    unit: 'cost',
    why: 'a function that happens to mention an object tells less than the module variable that owns it',
    test: test('a variable of a function costs'),
  },
  importedVariable: {
    value: 10,
    unit: 'cost',
    why: 'a module that imports a variable only has it: the one that declares it is where to look',
    test: test('a variable of another module costs'),
  },
  hiddenEdge: {
    value: 10,
    unit: 'cost',
    why: 'V8 gives the edge no name at all',
    test: test('a hidden edge costs'),
  },
  partOfKey: {
    value: 10,
    unit: 'cost',
    why: 'a WeakMap holds its value as long as its key lives, so the holder of the key is responsible',
    test: test('a part of a key costs'),
  },
  engineEdge: {
    value: 30,
    unit: 'cost',
    why: 'shapes and compiled code refer to everything that they have seen once',
    test: test('an edge to a shape or to code costs'),
  },
  registry: {
    value: 30,
    unit: 'cost',
    why: 'Node keeps every timer in one list: a path through it says that some timer mentions this, not who holds it',
    test: test('a list of all timers costs'),
  },
  asyncContext: {
    value: 60,
    unit: 'cost',
    why: 'everything that started while a store was current keeps it, so this costs more than any path through the program itself',
    decision: 'D-077',
    test: test('an async context costs'),
  },
  momentaryRoot: {
    value: 30,
    unit: 'cost',
    why: 'the stack, handle scopes and caches of the compiler hold things for a moment',
    test: test('leaving a momentary root costs'),
  },
  handleRoot: {
    value: 8,
    unit: 'cost',
    why: 'a global handle belongs to native code, which a reader cannot see',
    test: test('leaving a root of handles costs'),
  },
  functionNode: {
    value: 4,
    unit: 'cost',
    why: 'a variable that a function happens to close over tells less than the property or Map that keeps the object',
    test: test('a function costs'),
  },
  nativeNode: {
    value: 6,
    unit: 'cost',
    why: 'a native object has no name in the program',
    test: test('a native object costs'),
  },
  hiddenNode: {
    value: 8,
    unit: 'cost',
    why: 'the engine keeps such an object for itself',
    test: test('a hidden node costs'),
  },
  codeNode: {
    value: 200,
    unit: 'cost',
    why: 'code and shapes refer to objects that they do not own: the path uses them only if there is no other',
    test: test('code costs'),
  },
} satisfies Record<string, Parameter>;

export const pathCosts = valuesOf(pathCostParameters);
