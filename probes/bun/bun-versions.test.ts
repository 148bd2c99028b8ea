import { expect, it } from 'vitest';
import { captureRefusal, hasSafeV8Snapshot } from './bun-versions.ts';

it('refuses the versions whose programs crash after a snapshot, and no others', () => {
  const refused = ['1.2.0', '1.2.23', '1.3.0', '1.3.6', '1.3.7', '1.3.8', '1.4.5', '2.0.0'].filter(
    (version) => captureRefusal(1, version),
  );
  expect(refused).toEqual(['1.2.23', '1.3.0', '1.3.6', '1.3.7']);
});

it('knows from which version on the other kind of snapshot is safe', () => {
  expect(['1.3.13', '1.3.14', '1.4.0-canary.1'].map(hasSafeV8Snapshot)).toEqual([false, true, true]);
});
