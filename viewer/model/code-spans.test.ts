import { expect, it } from 'vitest';
import { codeSpans } from './code-spans.ts';

it.each([
  ['no code', [{ text: 'no code', code: false }]],
  [
    'Map `sessions` gains 3',
    [
      { text: 'Map ', code: false },
      { text: 'sessions', code: true },
      { text: ' gains 3', code: false },
    ],
  ],
  ['`a`', [{ text: 'a', code: true }]],
  ['one ` alone', [{ text: 'one ` alone', code: false }]],
])('takes %j apart', (sentence, spans) => {
  expect(codeSpans(sentence)).toEqual(spans);
});
