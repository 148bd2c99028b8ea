import type { Interval } from '../../format/coverage.ts';
import type { CaptureSource } from '../capture-source.ts';
import type { Past } from '../explain/course.ts';
import type { Search } from './search.ts';

/** A moment at which survivors are known: a capture or a pulse. */
export type Moment = Pick<CaptureSource, 'label' | 'at' | 'operations'>;

/** @param operationsPerInterval if the moments do not say how much was done */
export function intervalsBetween(moments: readonly Moment[], operationsPerInterval?: number): Interval[] {
  return moments.slice(1).map((to, k) => {
    const from = moments[k];
    const duration = from.at !== undefined && to.at !== undefined ? to.at - from.at : undefined;
    const counted =
      from.operations !== undefined && to.operations !== undefined
        ? to.operations - from.operations
        : operationsPerInterval;
    return {
      from: from.label,
      to: to.label,
      ...(duration === undefined ? {} : { duration }),
      ...(counted === undefined ? {} : { operations: counted }),
    };
  });
}

/** Of the process before the first moment. */
export function pastOf({ at, operations }: Moment, { startedAt }: Pick<Search, 'startedAt'>): Past {
  return {
    ...(at === undefined || startedAt === undefined ? {} : { age: at - startedAt }),
    ...(operations === undefined ? {} : { operations }),
  };
}
