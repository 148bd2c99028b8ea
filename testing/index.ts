export { toAllocateAtMost } from './allocation-budget/matcher.ts';
export type { AllocationBudget } from './allocation-budget/options.ts';
export type { Artefacts } from './leak-test/artefacts.ts';
export { findLeaks } from './leak-test/find-leaks.ts';
export type { LeakTestResult } from './leak-test/leak-test-result.ts';
export { type MatcherContext, type MatcherResult, toLeak } from './leak-test/matcher.ts';
export type { Operation } from './leak-test/operation-loop.ts';
export type { Allowed, Budget, LeakTestOptions } from './leak-test/options.ts';
export type { AllowedSuspect } from './leak-test/tell-apart.ts';
