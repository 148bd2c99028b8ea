import { type Parameter, valuesOf } from './parameter.ts';

const ofTrend = (name: string) => ['judgement/series/trend.test.ts', name] as const;
const ofCaptures = (name: string) => ['judgement/series/capture-trend.test.ts', name] as const;
const ofCollected = (name: string) => ['judgement/series/collected-trend.test.ts', name] as const;
const ofSurvived = (name: string) => ['judgement/series/survived.test.ts', name] as const;
const ofFloor = (name: string) => ['judgement/series/floor.test.ts', name] as const;
const ofHeap = (name: string) => ['judgement/series/heap-trend.test.ts', name] as const;
const ofQuiet = (name: string) => ['judgement/series/quiet-stretch.test.ts', name] as const;

/** The line through the floor of a series of many points. */
export const trendParameters = {
  shortest: {
    value: 55_000,
    unit: 'ms',
    why: 'below about a minute, start-up, just-in-time compilation and the probe itself are most of what is seen, and a line cannot be told from noise',
    test: ofTrend('a line is told from just long enough'),
  },
  fewestPoints: {
    value: 6,
    unit: 'points',
    why: 'with five points, even a perfect order may be chance',
    test: ofTrend('a line is told from just enough points'),
  },
  strong: {
    value: 2.3,
    unit: 'standard deviations',
    why: 'of the order of points (Mann-Kendall): one in a hundred trendless series looks this strong',
    test: ofTrend('the order of points is just strong enough'),
  },
  overNoise: {
    value: 2,
    unit: 'factor',
    why: 'a gain is noise if it is less than this many times the distance of the points from their line',
    test: ofTrend('a gain is just beyond the noise'),
  },
  levelled: {
    value: 0.25,
    unit: 'share',
    why: 'growth is ending if the slope of its second half is below this share of the whole slope',
    test: ofTrend('the second half rises by just as much as goes on'),
  },
  fewestLate: {
    value: 3,
    unit: 'points',
    why: 'the second half needs this many points for a slope of its own: with two, one stray point decides',
    test: ofTrend('the second half has just enough points'),
  },
  roseInMiddles: {
    value: 0.5,
    unit: 'share',
    why: 'a series that leveled off also rose by this share of the least gain between the middles of its first and last third: its two ends alone may be stray points',
    test: ofTrend('what levelled rose by just enough in its middles'),
  },
  orderWeight: {
    value: 2,
    unit: 'factor',
    why: 'the order of the points says this much more about a trend than its size relative to the noise, which a few points can change',
    test: ofTrend('the confidence of a trend is that of its order, and a third that of its size'),
  },
  leastGainFlat: {
    value: 0.5,
    unit: 'confidence',
    why: 'a series that gains just less than what matters is flat with this confidence at most; one that gains nothing, with 1',
    test: ofTrend('a flat series is the less sure the more it gains'),
  },
  flatInNoise: {
    value: 0.5,
    unit: 'confidence',
    why: 'a gain that noise hides may be none, or may be hidden',
    test: ofTrend('a gain is just beyond the noise'),
  },
} satisfies Record<string, Parameter>;

/** Sizes at captures: few points, but each of them a floor. */
export const captureParameters = {
  swing: {
    value: 0.5,
    unit: 'share',
    why: 'of the spread of its gains: a smaller gain may be any point of its swing',
    decision: 'D-084',
    test: ofCaptures('a size that gains just more than it swings'),
  },
  lastGain: {
    value: 0.25,
    unit: 'share',
    why: 'start-up gains less than this share of the mean gain at the end; a leak gains in every interval',
    test: ofCaptures('a size whose last gain is just large enough'),
  },
  grows: {
    value: 0.5,
    unit: 'confidence',
    why: 'a few sizes that rise unevenly are as likely to be work as growth',
    test: ofCaptures('a growing size is as sure as its gains are even and many'),
  },
  evenness: {
    value: 0.25,
    unit: 'weight',
    why: 'for gains that are all equal: work does not make them so by chance',
    test: ofCaptures('a growing size is as sure as its gains are even and many'),
  },
  perGain: {
    value: 1 / 16,
    unit: 'weight',
    why: 'for each gain: every interval that gained makes chance less likely',
    test: ofCaptures('a growing size is as sure as its gains are even and many'),
  },
  mostSure: {
    value: 0.95,
    unit: 'confidence',
    why: 'few points prove nothing beyond doubt, however even they are',
    test: ofCaptures('a growing size is as sure as its gains are even and many'),
  },
  falling: {
    value: 0.8,
    unit: 'confidence',
    why: 'a size that ends lower had no room for a leak, unless something else was released meanwhile',
    test: ofCaptures('what does not grow is as sure as its shape tells'),
  },
  levelling: {
    value: 0.7,
    unit: 'confidence',
    why: 'a missing gain at the end mostly means start-up',
    test: ofCaptures('what does not grow is as sure as its shape tells'),
  },
} satisfies Record<string, Parameter>;

/** Memory outside the heap that collections release. */
export const collectedParameters = {
  evenEnough: {
    value: 0.8,
    unit: 'confidence',
    why: 'a few sizes of a working set can rise by chance, but hardly in even steps',
    decision: 'D-083',
    test: ofCollected('floors that rise just evenly enough'),
  },
} satisfies Record<string, Parameter>;

/** Memory outside the heap that grows, by what full collections left of it. */
export const survivedParameters = {
  survives: {
    value: 0.5,
    unit: 'share',
    why: 'of a growth that all samples show: if full collections left less, most of it is garbage; a leak of Buffers left 90 % or more, a server that replaces its Buffers 20 % or less',
    decision: 'D-310',
    test: ofSurvived('a growth of which full collections left just enough'),
  },
  mostWaiting: {
    value: 64 * 1024 * 1024,
    unit: 'B',
    why: 'V8 begins a full collection when this much was added outside the heap: what gained more without one is alive, or was made by native code',
    decision: 'D-310',
    test: ofSurvived('without a full collection, what gained just more than V8 lets wait'),
  },
} satisfies Record<string, Parameter>;

/** What is left of a series when bursts and garbage have passed. */
export const seriesFloorParameters = {
  mostWindows: {
    value: 12,
    unit: 'windows',
    why: 'with more windows, each is shorter than a burst; with fewer, no order shows',
    test: ofFloor('a series has at most so many windows'),
  },
  leastPerWindow: {
    value: 3,
    unit: 'points',
    why: 'the lowest of fewer points may be within a burst',
    test: ofFloor('a window has at least so many points'),
  },
  enoughValleys: {
    value: 4,
    unit: 'collections',
    why: 'with this many visible collections, their valleys are a better floor than windows',
    test: ofFloor('valleys are the floor from just enough on'),
  },
  deep: {
    value: 0.5,
    unit: 'share',
    why: 'of the deepest fall: a full collection falls by more, scavenges within its teeth by less',
    test: ofFloor('a fall is just deep enough'),
  },
  upAgain: {
    value: 0.5,
    unit: 'share',
    why: 'of a deep fall: a valley ends when the series has risen by this much, not at each small rise',
    test: ofFloor('a valley ends when the series has risen by just enough'),
  },
} satisfies Record<string, Parameter>;

/** The heap without captures. */
export const heapParameters = {
  enoughCollections: {
    value: 4,
    unit: 'collections',
    why: 'a heap that was seen to be collected less often may be all garbage',
    decision: 'D-054',
    test: ofHeap('a heap that was collected just often enough'),
  },
  promoted: {
    value: 0.5,
    unit: 'share',
    why: 'of the least gain: scavenges promote short-lived objects, and a rise is garbage if full collections do not show this much of it',
    test: ofHeap('full collections that leave just enough more'),
  },
} satisfies Record<string, Parameter>;

/** What shows no growth sooner than growth can be proven. */
export const quietParameters = {
  shortest: {
    value: 12_000,
    unit: 'ms',
    why: 'a leak of 100 KiB/s gains 1 MiB in this time, and idle programs move by less',
    decision: 'D-088',
    test: ofQuiet('says nothing of too few points, or too short a time'),
  },
  fewestPoints: {
    value: 9,
    unit: 'points',
    why: 'three in each third, so that their middles are not single points',
    test: ofQuiet('says nothing of too few points, or too short a time'),
  },
  orderless: {
    value: 0.25,
    unit: 'share',
    why: 'of what is allowed: up to this, a runtime alone causes even a steady rise',
    test: ofQuiet('it rises in order by just less than a quarter'),
  },
} satisfies Record<string, Parameter>;

export const trendLimits = valuesOf(trendParameters);
export const captureLimits = valuesOf(captureParameters);
export const { evenEnough } = valuesOf(collectedParameters);
export const survivedLimits = valuesOf(survivedParameters);
export const floorLimits = valuesOf(seriesFloorParameters);
export const heapLimits = valuesOf(heapParameters);
export const quietLimits = valuesOf(quietParameters);
