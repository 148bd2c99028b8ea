import type { KeepingStep } from '../../format/suite-report.ts';

/** `Channel ._subscribers Array [] function onStop (test/leaky.test.js:4)`, with arrows between. */
export function keepingWords(steps: readonly KeepingStep[]): string {
  return steps
    .map(
      ({ edge, name, place }) =>
        `${edge === '' ? '' : `${edge} `}${name}${place === undefined ? '' : ` (${place})`}`,
    )
    .join(' → ');
}
