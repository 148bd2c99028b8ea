import type { Sample } from './sample.d.mts';

export declare const samples: readonly Sample[];
export declare function attachOptions(sample: Sample): string[];
