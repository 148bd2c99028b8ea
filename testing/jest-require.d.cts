import type * as jest from './jest.js' with { 'resolution-mode': 'import' };

export type * from './jest.js' with { 'resolution-mode': 'import' };
export declare const findLeaks: typeof jest.findLeaks;
export declare const toLeak: typeof jest.toLeak;
export declare const toAllocateAtMost: typeof jest.toAllocateAtMost;
