import type { Sample } from './sample.d.mts';

export declare const nativeSamples: readonly Sample[];
export declare const addonSamples: readonly Sample[];
