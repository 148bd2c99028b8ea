import { expect, it } from 'vitest';
import { chosenObjects } from './chosen-objects.ts';

const chosen = (source: readonly string[], more: { class?: string; 'held-by'?: string } = {}) =>
  chosenObjects({ class: undefined, 'held-by': undefined, source, ...more });

it('takes the last word for the object, as retainers does', () => {
  expect(chosen(['a.heaptrail', '95001'])).toEqual({ source: ['a.heaptrail'], what: { holder: '95001' } });
  // yargs makes a number of a word that looks like one.
  expect(chosen(['a.heaptrail', 95001 as unknown as string]).what).toEqual({ holder: '95001' });
});

it('takes all words for sources if an option names the objects', () => {
  const source = ['1.heapsnapshot', '2.heapsnapshot'];
  expect(chosen(source, { class: 'Session' })).toEqual({ source, what: { class: 'Session' } });
  expect(chosen(source, { 'held-by': 'sessions' })).toEqual({ source, what: { holder: 'sessions' } });
});

it('needs one of them', () => {
  expect(() => chosen(['a.heaptrail'])).toThrow('objects needs to know which ones');
  expect(() => chosen(['a.heaptrail'], { class: 'A', 'held-by': 'b' })).toThrow('objects needs');
});
