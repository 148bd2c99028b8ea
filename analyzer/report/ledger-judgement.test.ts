import { expect, it } from 'vitest';
import type { Verdict } from '../../format/verdict.ts';
import { growthSign } from './ledger-judgement.ts';

const growth: Verdict = {
  outcome: 'growth',
  problem: 'native',
  sentence: 'native memory grows',
  confidence: 0.9,
  evidence: [],
  next: [],
};
const sign = (changes: Partial<Verdict>) => growthSign({ verdict: { ...growth, ...changes }, timeLeft: [] });

it('growth that is just sure enough is a sign', () => {
  expect(sign({ confidence: 0.75 })).toEqual({ sentence: 'native memory grows', inHeap: false });
  expect(sign({ confidence: 0.749 })).toBeUndefined();
});

it('what is only possible is no sign', () => {
  expect(sign({ outcome: 'possible' })).toBeUndefined();
});
