import { type Parameter, valuesOf } from './parameter.ts';

const ofLedger = (name: string) => ['analyzer/triage/native-evidence.test.ts', name] as const;
const ofLevels = (name: string) => ['judgement/series/native-levels.test.ts', name] as const;
const ofWaning = (name: string) => ['judgement/series/waning.test.ts', name] as const;
const mebi = 1024 * 1024;

/** Native memory: what is left of anonymous memory without the heap and what the engine knows of. */
export const nativeParameters = {
  quietGain: {
    value: mebi,
    unit: 'B',
    why: 'a gain below this before the first capture is quiet: in 15 s a leak of 100 KB/s gains more, an idle process a tenth of it, a busy one half',
    test: ofLedger('native memory in 18 s, a rise by jumps of'),
  },
  pastWarmUp: {
    value: 180_000,
    unit: 'ms',
    why: 'in a recording shorter than this, a small gain proves nothing: programs without a leak gained 6 MiB',
    test: ofLedger('native memory undisturbed, a small rise within'),
  },
  mostByWarmUp: {
    value: 8 * mebi,
    unit: 'B',
    why: 'compiled code, pools and page tables gain as much while a program warms up',
    test: ofLedger('native memory undisturbed, rises by'),
  },
  shareMeasured: {
    value: 0.5,
    unit: 'share',
    why: 'of a growth that samples show: if the mappings gained less outside the heap, most of it is heap that V8 freed and has not given back; in 40 leaking runs 71 % or more was there, in a program that only frees its heap 7 %',
    test: ofLedger('native memory the mappings show'),
  },
} satisfies Record<string, Parameter>;

/** Levels of native memory between captures, of which each leaves tens of MiB free. */
export const levelBetweenCapturesParameters = {
  enoughBetweenLevels: {
    value: 45_000,
    unit: 'ms',
    why: 'levels are compared over at least this long: a leak of 100 KB/s then exceeds their noise of a few MiB',
    test: ofLevels('levels are compared over just long enough'),
  },
  fewestInLevel: {
    value: 3,
    unit: 'samples',
    why: 'the middle of fewer samples may be any of them',
    test: ofLevels('a level has just enough samples'),
  },
  mostByCapture: {
    value: 8 * mebi,
    unit: 'B',
    why: 'V8 tracks moves from the first capture on, and the allocator touches new pages: servers without a leak rise by 2 to 6 MiB from one capture to the next',
    test: ofLevels('levels rise by just more than captures take'),
  },
  tellingPromise: {
    value: 16 * mebi,
    unit: 'B',
    why: 'a rate that predicts less than this between the first level and the last is lost in the effects of captures',
    test: ofLevels('a rate promises just enough'),
  },
  shareOfPromise: {
    value: 0.4,
    unit: 'share',
    why: 'leaks kept 90 % or more of the growth that their rate before the captures predicted; while caches fill, one step of each run was below 22 %',
    test: ofLevels('a step keeps just enough of what was promised'),
  },
  tellingStretch: {
    value: 25_000,
    unit: 'ms',
    why: 'for some seconds after a capture, a process touches the memory it needs again: in a stretch this long, they are only a part',
    test: ofLevels('the last stretch is just long enough'),
  },
  settledLevel: {
    value: 10_000,
    unit: 'ms',
    why: 'right after a capture, memory has not settled yet',
    test: ofLevels('a level has just settled'),
  },
} satisfies Record<string, Parameter>;

/** A rise that gets slower from third to third. */
export const waningParameters = {
  longestWarmUp: {
    value: 600_000,
    unit: 'ms',
    why: 'caches and allocators fill within minutes: memory that rises for longer is not warming up, even if it slows down',
    test: ofWaning('a rise is just short enough'),
  },
  fewestInThird: {
    value: 4,
    unit: 'points',
    why: 'the slope of fewer points is chance',
    test: ofWaning('thirds have just enough points'),
  },
} satisfies Record<string, Parameter>;

export const nativeLimits = valuesOf(nativeParameters);
export const levelLimits = valuesOf(levelBetweenCapturesParameters);
export const waningLimits = valuesOf(waningParameters);
