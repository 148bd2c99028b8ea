import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { project, projectFiles } from './project-files.ts';
import { bannedPhrases, coveredPlaces } from './words.ts';

/** The list names the phrases, and this test tries them. */
const leftOut = /^docs\/words\.(ts|test\.ts)$/;

const files = coveredPlaces
  .flatMap((place) => projectFiles(place, /\.(md|ts|mjs|yml)$/))
  .filter((file) => !leftOut.test(file));

it('reads documents, messages and comments', () => {
  expect(files).toEqual(expect.arrayContaining(['README.md', 'docs/bun.md', 'cli/commands/attach.ts']));
});

it('no text has a phrasing that makes a reader stumble', () => {
  expect(files.flatMap(hitsIn)).toEqual([]);
});

it('knows a banned phrase also if a line breaks in it', () => {
  expect(hits('x.md', 'held once\n * more by it')).toEqual(['x.md:1: "once more": write again']);
});

function hitsIn(file: string): readonly string[] {
  return hits(file, readFileSync(path.join(project, file), 'utf8'));
}

/** Line ends, and what stands before the next line of a comment, are spaces to a reader. */
function hits(file: string, text: string): readonly string[] {
  const read = text.replace(/\n[ \t]*(?:(?:\*|\/\/)(?!\/)[ \t]*)?/g, (gap) => ' '.repeat(gap.length));
  return bannedPhrases.flatMap(({ phrase: { source, flags }, instead }) =>
    [...read.matchAll(new RegExp(source.replaceAll(' ', ' +'), `g${flags}`))].map(({ index, 0: found }) => {
      const line = text.slice(0, index).split('\n').length;
      return `${file}:${line}: "${found.replace(/ +/g, ' ')}": write ${instead}`;
    }),
  );
}
