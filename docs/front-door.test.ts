import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { project, projectFiles } from './project-files.ts';

const textOf = (file: string) => readFileSync(path.join(project, file), 'utf8');
const readme = textOf('README.md');
const setUp = [...readme.matchAll(/^npm ci && npm \w+(?: \w+)?(?=\s)/gm)].map(([command]) => command);

it('the README can be read in one go', () => {
  expect(readme.split('\n').length).toBeLessThan(150);
});

it('CI types what a newcomer types, on every Node that the README names', () => {
  expect(setUp).toEqual(['npm ci && npm run demo', 'npm ci && npm test']);
  const workflow = textOf('.github/workflows/ci.yml');
  for (const command of setUp) expect(workflow).toContain(`run: ${command}\n`);
  const [, versions] = /Node ((?:\d+, )+\d+)/.exec(readme)!;
  expect(workflow).toContain(`node: [${versions}]`);
});

it('a release has provenance, and the tag names its version', () => {
  const workflow = textOf('.github/workflows/release.yml');
  expect(workflow).toContain('npm publish --provenance');
  expect(workflow).toContain('id-token: write');
  expect(workflow).toMatch(/test "v\$\(.*version.*\)" = "\$GITHUB_REF_NAME"/);
});

it('all pages and forms name the repository of the package', () => {
  const { repository, homepage, bugs } = JSON.parse(textOf('package.json'));
  const [, address] = /^git\+(https:\/\/github\.com\/[\w-]+\/[\w-]+)\.git$/.exec(repository.url)!;
  expect([homepage, bugs.url]).toEqual([`${address}#readme`, `${address}/issues`]);
  const ours = ['CONTRIBUTING.md', 'SECURITY.md', ...projectFiles('.github', /\.yml$/)].flatMap((file) => [
    ...textOf(file).matchAll(/https:\/\/github\.com\/[\w-]*heaptrail[\w-]*\/[\w-]+/g),
  ]);
  expect(ours.length).toBeGreaterThan(2);
  expect(ours.map(([found]) => found).filter((found) => found !== address)).toEqual([]);
});

it('each form of an issue asks for something', () => {
  const forms = projectFiles('.github/ISSUE_TEMPLATE', /\.yml$/).filter(
    (file) => !file.endsWith('config.yml'),
  );
  expect(forms.length).toBe(3);
  for (const form of forms)
    expect(textOf(form)).toMatch(/^name: .+\ndescription: .+\n[\s\S]*^body:\n {2}- type: /m);
});
