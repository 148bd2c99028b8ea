import { expect, it } from 'vitest';
import { triage } from '../triage/judge.ts';
import type { JudgedLife } from '../triage/judge-processes.ts';
import type { LifeEnd } from '../triage/life-end.ts';
import { deathsVerdict, deathVerdict } from './death-verdict.ts';

const mebi = 1024 * 1024;
const minute = 60_000;

const lived = (end: LifeEnd): JudgedLife => ({ samples: [], triage: triage([]), known: new Set(), end });
const full = lived({ how: 'heap-limit' });

it('one end of a full heap is possible growth, and one kill is not', () => {
  expect(deathVerdict(full)).toMatchObject({ outcome: 'possible', confidence: 0.4 });
  expect(deathVerdict(lived({ how: 'kernel' }))).toMatchObject({ outcome: 'inconclusive', confidence: 0 });
});

it('two ends are surer than one, and none of one are no verdict', () => {
  expect(deathsVerdict([full, full])).toMatchObject({ outcome: 'possible', confidence: 0.5 });
  expect(deathsVerdict([full])).toBeUndefined();
});

it('three ends are surer than two', () => {
  expect(deathsVerdict([full, full, full])?.confidence).toBe(0.7);
});

it('lives that had just enough more the longer they lived are possible growth', () => {
  const crashes = (gain: number) =>
    deathsVerdict(
      [0, 1, 2, 3, 4, 5].map((k) =>
        lived({ how: 'crash', age: (10 + k) * minute, size: (100 + (gain * k) / 5) * mebi }),
      ),
    );
  expect(crashes(32.1)).toMatchObject({ outcome: 'possible', confidence: 0.7 });
  expect(crashes(31.9)).toBeUndefined();
});
