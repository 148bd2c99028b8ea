import type { Report } from '../format/report.ts';
import type { Expectation } from './sample.d.mts';

export declare function shortcomings(report: Report, expected: Expectation): string[];

/** Whether the first suspect is of this kind and at this place. */
export declare function isFirst(
  suspects: Report['suspects'],
  first: NonNullable<Expectation['first']>,
): boolean;

/** The part of resident memory that gained most. */
export declare function grownMost(
  memory: Report['memory'],
): { readonly name: string; readonly gain: number } | undefined;

export declare function expectationOnBun(expected: Expectation): Expectation;
