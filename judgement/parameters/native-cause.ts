import { type Parameter, valuesOf } from './parameter.ts';

const ofCause = (name: string) => ['judgement/kinds/native-cause.test.ts', name] as const;
const mebi = 1024 * 1024;

/** Why memory outside the heap is resident. */
export const nativeCauseParameters = {
  leastGain: {
    value: 3 * mebi,
    unit: 'B',
    why: 'what is in use, freed or mapped moves by 1 to 2 MiB between two readings of a program that does not leak',
    test: ofCause('what gained just enough explains a growth'),
  },
  shareOfGain: {
    value: 0.5,
    unit: 'share',
    why: 'what explains less than half of a growth is not its reason; in the samples the reason explained 78 % or more',
    test: ofCause('what gained just enough of the growth explains it'),
  },
  leastKept: {
    value: 8 * mebi,
    unit: 'B',
    why: 'every Node keeps up to 3 MiB of freed memory in the arenas of its threads: that is worth no word',
    test: ofCause('freed memory is just enough to be told'),
  },
  shareKept: {
    value: 0.15,
    unit: 'share',
    why: 'of resident memory: less would not be noticed if it were given back',
    test: ofCause('freed memory is just enough of a large process'),
  },
  leastWaiting: {
    value: 4 * mebi,
    unit: 'B',
    why: 'a collection of any program gives back up to 2 MiB of what its objects hold outside the heap',
    test: ofCause('a collection gave back just enough'),
  },
  shareReturned: {
    value: 0.5,
    unit: 'share',
    why: 'of a growth that was seen: if a collection gives back less, most of it is held by something',
    test: ofCause('a collection gave back just enough of a growth'),
  },
  leastNewArenas: {
    value: 3,
    unit: 'arenas',
    why: 'one or two arenas more are threads that came late; a program whose threads pile up gets one after the other',
    test: ofCause('just enough arenas came'),
  },
} satisfies Record<string, Parameter>;

export const nativeCauseLimits = valuesOf(nativeCauseParameters);
