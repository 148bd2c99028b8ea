import { expect, it } from 'vitest';
import { roleIn } from './role.ts';

it.each([
  [['PATH=/bin', 'NODE_UNIQUE_ID=3'], 'worker 3 of cluster'],
  [['NODE_UNIQUE_ID=1', 'name=api', 'pm_id=4'], 'api 4 of pm2'],
  [['pm_id=0'], 'program 0 of pm2'],
  [['name=api', 'NODE_UNIQUE_IDS=3'], undefined],
  [[], undefined],
])('%j is %s', (environment, role) => {
  expect(roleIn(environment)).toBe(role);
});
