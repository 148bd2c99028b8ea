import { expect, it } from 'vitest';
import type { PageData } from '../../format/page.ts';
import { assemblePage } from './assemble.ts';

const hostile = '</script><script>alert(1)</script><!--';
const code = { script: 'console.log(1)', style: 'body{color:red}' };
const data = {
  summary: { report: { verdict: { sentence: hostile } }, source: hostile, tables: ['objects'] },
  tables: { objects: { strings: [hostile], columns: { id: Uint32Array.of(1) } } },
} as unknown as PageData;

it('keeps texts of the target from being markup', () => {
  const html = assemblePage(data, { code });
  expect(html).not.toContain(hostile);
  expect(html.match(/<script/g)).toHaveLength(3);
  expect(html.match(/<\/script>/g)).toHaveLength(3);
  const [, summary] = /id="summary">(.*?)<\/script>/s.exec(html)!;
  expect(JSON.parse(summary).source).toBe(hostile);
});

it('allows its code and styles by their hashes', () => {
  const [, policy] = /Content-Security-Policy" content="([^"]*)"/.exec(assemblePage(data, { code }))!;
  expect(policy.split('; ')).toEqual([
    "default-src 'none'",
    "script-src 'sha256-CihokcEcBW4atb/CW/XWsvWwbTjqwQlE9nj9ii5ww5M='",
    "style-src 'sha256-FcQqt3aNlV7AZnGV4zkQRVeCeJOxbMPnQSx258L803E='",
    'worker-src blob:',
    "base-uri 'none'",
    "form-action 'none'",
  ]);
});

it('names tables that are served beside it, and may fetch them', () => {
  const html = assemblePage(data, { code, tableUrl: (name) => `table/${name}` });
  expect(html).toContain('id="table-objects" data-url="table/objects"></script>');
  expect(html).toContain("connect-src 'self'");
});
