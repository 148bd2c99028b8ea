import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { allParameters } from './index.ts';
import type { Parameter } from './parameter.ts';

const project = new URL('../../', import.meta.url);

const all = allParameters.flatMap(([title, table]) =>
  Object.entries(table).map(([name, parameter]) => ({ title, name, ...parameter })),
);

const textOf = (file: string) => readFileSync(new URL(file, project), 'utf8');

it.each(all)(
  '$title, $name: its test is there, and its reason',
  ({ value, unit, why, test: [file, name] }) => {
    expect(Number.isFinite(value)).toBe(true);
    expect(unit).not.toBe('');
    expect(why.length).toBeGreaterThan(10);
    expect(file).toMatch(/\.test\.ts$/);
    expect(existsSync(new URL(file, project))).toBe(true);
    // Between quotes: the name of a test, or of a row of one.
    expect(tells(textOf(file), name), `${file} has no test that begins with: ${name}`).toBe(true);
  },
);

/** Its name may be told in two parts, that of a group and its own, as `vitest -t` joins them. */
function tells(text: string, name: string): boolean {
  const has = (words: string, end = '') =>
    ["'", '"', '`'].some((quote) => text.includes(quote + words + (end && quote)));
  const parts = name.split(' ');
  return (
    has(name) ||
    parts.some((_, k) => k > 0 && has(parts.slice(0, k).join(' '), 'closed') && has(parts.slice(k).join(' ')))
  );
}

it('no two tables have one title, or share a test', () => {
  const titles = allParameters.map(([title]) => title);
  expect(new Set(titles).size).toBe(titles.length);
  const tables = new Map<string, string>();
  for (const { title, test } of all) {
    const known = tables.get(test.join(': '));
    expect(known ?? title).toBe(title);
    tables.set(test.join(': '), title);
  }
});

const here = new URL('.', import.meta.url);
const files = readdirSync(here).filter((name) => /^(?!.*\.test)(?!index|parameter\.).*\.ts$/.test(name));

it.each(files)('%s has no table that is not listed', async (name) => {
  const exported: Record<string, unknown> = await import(new URL(name, here).pathname);
  const tables = Object.entries(exported).filter(([word]) => word.endsWith('Parameters'));
  expect(tables.length).toBeGreaterThan(0);
  const listed = new Set<unknown>(allParameters.map(([, table]) => table));
  expect(tables.filter(([, table]) => !listed.has(table)).map(([word]) => word)).toEqual([]);
});

it('the page of parameters is in step: `npm run parameters` writes it', async () => {
  await expect(page()).toMatchFileSnapshot('../../docs/parameters.md');
});

const decisions = [...textOf('docs/decisions.md').matchAll(/^### (.*)$/gm)].map(([, heading]) => heading!);

it('each decision has a number of its own, and a status', () => {
  for (const heading of decisions)
    expect(heading).toMatch(/^D-\d{3} · .+ · (accepted|superseded by D-\d{3})$/);
  const numbers = decisions.map(numberOf);
  expect(numbers).toEqual(numbers.map((_, k) => `D-${String(numbers.length - k).padStart(3, '0')}`));
});

it('each decision that is cited exists and still holds', () => {
  const accepted = new Set(decisions.filter((heading) => heading.endsWith('accepted')).map(numberOf));
  for (const { title, name, decision } of all) {
    if (decision !== undefined) expect(accepted, `${title}, ${name} cites ${decision}`).toContain(decision);
  }
  const known = new Set(decisions.map(numberOf));
  for (const [cited] of textOf('docs/decisions.md').matchAll(/\bD-\d+\b/g)) expect(known).toContain(cited);
});

function numberOf(heading: string): string {
  return heading.slice(0, 'D-000'.length);
}

function page(): string {
  const tables = allParameters.map(
    ([title, table]) => `## ${title}\n\n${[...head, ...Object.entries(table).map(row)].join('\n')}\n`,
  );
  return [intro, ...tables].join('\n');
}

const intro = `# Parameters

Every number that decides a verdict, a suspect, its rank or its confidence. \`npm run parameters\` writes this page from
\`judgement/parameters/\`. To change a value, change it there and run its test, which checks both sides of it. \`D-…\`
names an entry in [decisions.md](decisions.md).
`;
const head = ['| name | value | unit | why | test |', '|---|---|---|---|---|'];

function row([name, { value, unit, why, decision, test }]: [string, Parameter]): string {
  const reason = decision === undefined ? why : `${why} (${decision})`;
  const cells = [name, told(value, unit), unit, reason, `${test[0]}: ${test[1]}`];
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

/** Powers of two in their own unit, as they are written. */
function told(value: number, unit: string): string {
  if (unit === 'B' && value % 2 ** 20 === 0)
    return `${value.toLocaleString('en-US')} (${value / 2 ** 20} MiB)`;
  if (unit === 'B' && value % 2 ** 10 === 0)
    return `${value.toLocaleString('en-US')} (${value / 2 ** 10} KiB)`;
  return value.toLocaleString('en-US', { maximumFractionDigits: 6 });
}
