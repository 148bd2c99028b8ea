import type { SuspectKind } from '../../format/suspect.ts';
import type { Bytes, Millis } from '../../format/units.ts';
import { atLeast, listsIn, onlyKnown, whole, wrong } from './option-checks.ts';

export interface LeakTestOptions {
  /** The name of the operation in messages and artefacts. Default: the name of the function, or its text. */
  readonly name?: string | undefined;
  /** Operations in one round. Default: a prime that takes about 80 ms, from 11 to 401. */
  readonly operations?: number | undefined;
  /** The least number of rounds. The first one is not judged. Default: 5. */
  readonly rounds?: number | undefined;
  /** Operations before the first round, for caches that fill slowly. Default: a few, then rounds until stable. */
  readonly warmUp?: number | undefined;
  /** What an operation may leave behind. Default: nothing. */
  readonly budget?: Budget | undefined;
  /** Known growth that does not fail the test. */
  readonly allow?: Allowed | undefined;
  /** How long all operations together may take. Default: 60 seconds. Test runners have their own timeout as well. */
  readonly timeout?: Millis | undefined;
  /** Where the recording and the page of a leak are kept; false keeps none. Default: `heaptrail-artefacts`. */
  readonly artefacts?: string | false | undefined;
  /** Ends the search, which then throws the signal's reason. Pass the `signal` of a test that has a timeout. */
  readonly signal?: AbortSignal | undefined;
}

/** If both are given, neither may be exceeded. */
export interface Budget {
  /** Objects per operation that a suspect may gain. */
  readonly objects?: number | undefined;
  /** Bytes per operation that a suspect may gain. */
  readonly bytes?: Bytes | undefined;
}

export interface Allowed {
  readonly kinds?: readonly SuspectKind[] | undefined;
  /** Holders as reports name them, `cache.entries` or `src/cache.mjs:cache.*`; `*` stands for anything. */
  readonly paths?: readonly string[] | undefined;
  /** Packages whose modules may hold it. */
  readonly packages?: readonly string[] | undefined;
  readonly fingerprints?: readonly string[] | undefined;
}

/** Options with every default in its place. */
export interface LeakTest {
  readonly name: string;
  readonly operations: number | undefined;
  readonly rounds: number;
  readonly warmUp: number;
  readonly budget: Budget;
  readonly allow: Allowed;
  readonly timeout: Millis;
  readonly artefacts: string | false;
  readonly signal: AbortSignal | undefined;
}

const defaultRounds = 5;
const defaultWarmUp = 3;
const defaultTimeout: Millis = 60_000;
const defaultArtefacts = 'heaptrail-artefacts';

/** @throws UserError `leak-test-options` */
export function leakTestOf(operation: unknown, options: LeakTestOptions): LeakTest {
  if (typeof operation !== 'function') {
    throw wrong(`a leak test needs a function, not ${operation === null ? 'null' : typeof operation}`);
  }
  onlyKnown('the leak test', optionNames, options);
  const { budget = {}, allow = {}, artefacts = defaultArtefacts, signal } = options;
  onlyKnown('budget', ['objects', 'bytes'], budget);
  atLeast(0, 'budget.objects', budget.objects ?? 0);
  atLeast(0, 'budget.bytes', budget.bytes ?? 0);
  if (typeof artefacts !== 'string' && artefacts !== false)
    throw wrong(`artefacts is ${artefacts}, but must be a folder or false`);
  return {
    name: options.name ?? nameOf(operation),
    operations: options.operations === undefined ? undefined : whole(1, 'operations', options.operations),
    rounds: whole(defaultRounds, 'rounds', options.rounds ?? defaultRounds),
    warmUp: whole(0, 'warmUp', options.warmUp ?? defaultWarmUp),
    budget,
    allow: listsIn(allow),
    timeout: atLeast(1, 'timeout', options.timeout ?? defaultTimeout),
    artefacts,
    signal,
  };
}

/** A function without a name is called by its own words. */
function nameOf(operation: { readonly name: string }): string {
  if (operation.name !== '') return operation.name;
  const words = String(operation).replace(/\s+/g, ' ');
  const shown = words.length > longestWords ? `${words.slice(0, longestWords - 1)}…` : words;
  return `\`${shown.replaceAll('`', "'")}\``;
}

/** So that the name of a test fits in a line with what it leaks. */
const longestWords = 60;

const optionNames: readonly (keyof LeakTestOptions)[] = [
  'name',
  'operations',
  'rounds',
  'warmUp',
  'budget',
  'allow',
  'timeout',
  'artefacts',
  'signal',
];
