import { expect, it } from 'vitest';
import { waitingForCollection } from './waiting-for-collection.ts';

const samples = (...externals: ReadonlyArray<number | undefined>) =>
  externals.map((external, at) => ({ at, ...(external === undefined ? {} : { external }) }));

it('is what came since it was lowest, as far as the runtime told', () => {
  expect(waitingForCollection(samples(5, 2, undefined, 9, 30))).toBe(28);
  expect(waitingForCollection(samples(30, 2))).toBe(0);
  expect(waitingForCollection(samples(undefined))).toBeUndefined();
});
