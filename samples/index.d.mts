import type { Sample } from './sample.d.mts';

export declare const samples: readonly Sample[];
export declare const operationsExpression: string;
