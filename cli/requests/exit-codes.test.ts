import { describe, expect, it } from 'vitest';
import { UserError } from '../../format/user-error.ts';
import type { Verdict, VerdictOutcome } from '../../format/verdict.ts';
import { ProbeError } from '../../probes/probe-error.ts';
import { exitCodeOf, exitCodeOfError, failOnChoices } from './exit-codes.ts';

const verdict = (outcome: VerdictOutcome, change: Partial<Verdict> = {}): Verdict => ({
  outcome,
  problem: 'none',
  sentence: '',
  confidence: 0.9,
  evidence: [],
  next: [],
  ...change,
});

describe('the exit code of a verdict', () => {
  it.each([
    ['none', [0, 0, 0]],
    ['growth', [1, 1, 0]],
    ['possible', [3, 1, 0]],
    ['inconclusive', [3, 3, 3]],
  ] as const)('%s, failing on growth, possible and never: %j', (outcome, codes) => {
    expect(failOnChoices.map((failOn) => exitCodeOf(verdict(outcome), failOn))).toEqual(codes);
  });

  it('is never 0 if nothing was judged, or a part was not', () => {
    expect(exitCodeOf(verdict('none', { confidence: 0 }), 'growth')).toBe(3);
    const parts = [{ name: 'native', state: 'not-judged', reason: '' }] as const;
    expect(exitCodeOf(verdict('none', { parts }), 'growth')).toBe(3);
  });
});

describe('the exit code of an error', () => {
  it.each([
    [new UserError('no-such-file', 'it does not exist', 'name another'), 2],
    [new ProbeError('capture-refused', 'too little memory', 'free some'), 2],
    [new ProbeError('target-gone', 'it ended', 'start it again'), 3],
    [new UserError('recording-failed', 'no capture is whole', 'record it again'), 3],
    [new TypeError('a fault of ours'), 3],
  ] as const)('%s: %i', (error, code) => {
    expect(exitCodeOfError(error)).toBe(code);
  });
});
