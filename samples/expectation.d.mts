import type { Report } from '../format/report.ts';
import type { Expectation } from './sample.d.mts';

export declare function shortcomings(report: Report, expected: Expectation): string[];

export declare function expectationOnBun(expected: Expectation): Expectation;
