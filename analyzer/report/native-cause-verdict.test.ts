import { describe, expect, it } from 'vitest';
import type { NativeCause } from '../../format/native-cause.ts';
import type { JudgedPart, Verdict } from '../../format/verdict.ts';
import { adviceFor } from './native-cause.ts';
import { withCause } from './native-cause-verdict.ts';

const mebi = 1024 * 1024;

const cause = (changes: Partial<NativeCause>): NativeCause => ({
  kind: 'leak',
  isProven: true,
  bytes: 20 * mebi,
  sentence: 'a native leak: 20.0 MiB more are in use, and nothing freed them',
  evidence: ['malloc: in use 10.0 MiB to 30.0 MiB'],
  ...changes,
});

const growth: Verdict = {
  outcome: 'growth',
  problem: 'native',
  sentence: 'native memory grows 1.0 GiB/h',
  confidence: 0.9,
  evidence: ['native: 10 to 30'],
  next: ['try MALLOC_ARENA_MAX=2'],
};

it('the reason stands beside the growth, and its advice in place of guesses', () => {
  expect(withCause(growth, cause({}))).toMatchObject({
    outcome: 'growth',
    sentence:
      'native memory grows 1.0 GiB/h: a native leak: 20.0 MiB more are in use, and nothing freed them',
    evidence: ['native: 10 to 30', 'malloc: in use 10.0 MiB to 30.0 MiB'],
    next: adviceFor(cause({})),
  });
  expect(withCause(growth, cause({ kind: 'unknown' })).sentence).toBe(growth.sentence);
  expect(withCause(growth, undefined)).toBe(growth);
});

it('a growth of the heap keeps its own sentence and advice', () => {
  const heap = { ...growth, problem: 'retained-objects' } as const;
  expect(withCause(heap, cause({ kind: 'kept' }))).toMatchObject({
    sentence: heap.sentence,
    next: heap.next,
  });
});

describe('advice', () => {
  it('begins with the setting that helps and by how much', () => {
    const setting = { text: 'MALLOC_ARENA_MAX=2', saves: 50 * mebi };
    expect(adviceFor(cause({ kind: 'fragmentation', setting }))[0]).toBe(
      'start the program with MALLOC_ARENA_MAX=2: about 50.0 MiB less would be resident now',
    );
  });

  it('begins with the experiment if nothing is decided', () => {
    expect(adviceFor(cause({ kind: 'lazy', isProven: false }))[0]).toMatch(/--experiment/);
  });
});

describe('what is no growth: Buffers that waited for a collection', () => {
  const part = (name: JudgedPart['name'], state: JudgedPart['state']): JudgedPart => ({
    name,
    state,
    reason: '',
  });
  const open = (native: JudgedPart['state']): Verdict => ({
    ...growth,
    outcome: 'inconclusive',
    problem: 'unknown',
    parts: [part('external', 'not-judged'), part('native', native)],
  });
  const lazy = cause({
    kind: 'lazy',
    sentence: 'no leak: up to 20.0 MiB of Buffers waited for a collection',
  });

  it('clear a program of which nothing else was open', () => {
    const verdict = withCause(open('does-not-grow'), lazy);
    expect(verdict).toMatchObject({
      outcome: 'none',
      sentence: 'no sustained growth: up to 20.0 MiB of Buffers waited for a collection',
    });
    expect(verdict.parts?.[0]).toMatchObject({ name: 'external', state: 'does-not-grow' });
  });

  it('and memory that the allocator keeps clear what was open of native memory', () => {
    const external = {
      ...open('not-judged'),
      parts: [part('external', 'does-not-grow'), part('native', 'not-judged')],
    };
    expect(withCause(external, cause({ kind: 'kept' })).outcome).toBe('none');
    expect(withCause(external, lazy).outcome).toBe('inconclusive');
  });

  it('clear nothing else', () => {
    expect(withCause(open('not-judged'), lazy).outcome).toBe('inconclusive');
    expect(withCause(open('does-not-grow'), { ...lazy, isProven: false }).outcome).toBe('inconclusive');
  });
});
