import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { project, projectFiles } from './project-files.ts';

const pages = projectFiles('.', /\.md$/);
const textOf = (page: string) => readFileSync(path.join(project, page), 'utf8');

it('reads every page', () => {
  expect(pages).toEqual(
    expect.arrayContaining([
      'README.md',
      'CONTRIBUTING.md',
      'docs/ci.md',
      'samples/README.md',
      'viewer/README.md',
    ]),
  );
});

it('every link within the project leads to a file and a heading that are there', () => {
  expect(pages.flatMap((page) => linksIn(textOf(page)).flatMap((link) => faultOf(page, link) ?? []))).toEqual(
    [],
  );
});

it('sees what is wrong with a link', () => {
  expect(faultOf('README.md', 'docs/none.md')).toBe('README.md: docs/none.md does not exist');
  expect(faultOf('docs/ci.md', '../README.md#nowhere')).toBe(
    'docs/ci.md: ../README.md#nowhere has no such heading',
  );
  expect(faultOf('README.md', 'docs/production.md#exact-allocation-stacks')).toBeUndefined();
});

it('reads links and pictures, but not those in code', () => {
  expect(linksIn('[a](b.md) ![c](d.png "e") `[no](f)`\n```\n[no](g)\n```\n[h](https://i)')).toEqual([
    'b.md',
    'd.png',
    'https://i',
  ]);
});

it('names headings as GitHub does', () => {
  const text = '# A `b`: c?\n## D-006 · Two words\n## Same\n## Same\n<a id="own"></a>\n```\n# none\n```\n';
  expect([...anchorsIn(text)]).toEqual(['a-b-c', 'd-006--two-words', 'same', 'same-1', 'own']);
});

function faultOf(page: string, link: string): string | undefined {
  if (/^[a-z]+:/i.test(link)) return undefined;
  const [file = '', anchor] = link.split('#');
  const target = file === '' ? page : path.join(path.dirname(page), decodeURIComponent(file));
  const place = path.join(project, target);
  if (!existsSync(place)) return `${page}: ${link} does not exist`;
  if (anchor === undefined || statSync(place).isDirectory()) return undefined;
  return anchorsIn(textOf(target)).has(anchor) ? undefined : `${page}: ${link} has no such heading`;
}

function linksIn(text: string): readonly string[] {
  const prose = withoutBlocks(text).replace(/`[^`\n]*`/g, '');
  return [...prose.matchAll(/\]\(<?([^)\s>]+)>?(?:\s+"[^"]*")?\)/g)].map(([, link]) => link!);
}

function anchorsIn(text: string): ReadonlySet<string> {
  const known = new Map<string, number>();
  const headings = [...withoutBlocks(text).matchAll(/^#{1,6}\s+(.*)$/gm)].map(([, heading]) => {
    const slug = heading!
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .trim()
      .replace(/\s/g, '-');
    const times = known.get(slug) ?? 0;
    known.set(slug, times + 1);
    return times === 0 ? slug : `${slug}-${times}`;
  });
  const own = [...text.matchAll(/<a (?:id|name)="([^"]+)"/g)].map(([, id]) => id!);
  return new Set([...headings, ...own]);
}

function withoutBlocks(text: string): string {
  return text.replace(/^( *)```.*?^\1```/gms, '');
}
