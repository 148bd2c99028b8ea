import { expect, it } from 'vitest';
import { leakyReport, sessions } from '../example-reports.ts';
import { leakMessage } from './leak-message.ts';

const report = {
  ...leakyReport,
  verdict: {
    ...leakyReport.verdict,
    parts: [{ name: 'native', state: 'not-judged', reason: 'no memory ledger was recorded' }],
  },
  coverage: {
    ...leakyReport.coverage,
    notSeen: ['external memory, native memory, handles and child processes: no memory ledger was recorded'],
    limits: [
      'ledger.ndjson is missing: memory outside the captures is unknown',
      'capture 3 is not used: it is torn',
    ],
  },
  target: { pid: 1, runtime: 'node', version: '20', command: 'node --test' },
} as const;
const result = {
  leaks: [sessions],
  allowed: [],
  report,
  operations: 500,
  duration: 5_000,
  perOperation: { objects: 1, bytes: 600 },
};

it('ends with what a test has to do with, and with nothing of recordings', () => {
  const message = leakMessage('keeps sessions', result);
  expect(message).toMatch(/^keeps sessions leaks: 1 suspect in 500 operations\n\ngrowth: Map `sessions`/);
  expect(message.split('\n').slice(-2)).toEqual([
    'looked at: 4 captures, each object dated by the interval it was born in',
    'limit: capture 3 is not used: it is torn',
  ]);
  expect(message).not.toMatch(/ledger|not seen|judged|target/);
});

it('names commands as the shell of a project finds them', () => {
  const artefacts = { recording: 'artefacts/it.heaptrail' };
  const message = leakMessage('keeps sessions', { ...result, artefacts }, 'npx heaptrail');
  expect(message).toContain(
    `= more:     npx heaptrail explain artefacts/it.heaptrail ${sessions.fingerprint}\n`,
  );
  expect(message).toContain('not written; npx heaptrail view RECORDING shows it');
});
