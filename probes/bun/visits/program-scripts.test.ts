import { expect, it } from 'vitest';
import { mostNames } from './limits.ts';
import { isProgramFile, wordsIn } from './program-scripts.ts';

it('reads each word of a script once, and not more than a target can look up', () => {
  expect(wordsIn('let größe = $a._b(größe); // c')).toEqual(['let', 'größe', '$a', '_b', 'c']);
  const many = Array.from({ length: mostNames + 1 }, (_, i) => `v${i}`).join(' ');
  expect(wordsIn(many)).toHaveLength(mostNames);
});

it('tells the files of a program from those of the runtime', () => {
  const files = ['/app/a.mjs', '/$bunfs/root/app', 'file:///a.ts', '/app/[eval]'];
  const others = ['', 'node:events', 'bun:main', 'builtin://x', 'evalmachine.<anonymous>'];
  expect([...files, ...others].filter(isProgramFile)).toEqual(files);
});
