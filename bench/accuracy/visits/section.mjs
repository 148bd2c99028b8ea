import { readFileSync } from 'node:fs';

const doc = new URL('../../../docs/accuracy.md', import.meta.url);
const heading = '## By visits, without a snapshot\n';
export const opens = '<!-- visits: made by npm run bench -- visits --write -->';
export const closes = '<!-- end of visits -->';

/** The section as it stands in docs/accuracy.md, for who writes that page anew. */
export function visitsSection() {
  const text = readFileSync(doc, 'utf8');
  const from = text.indexOf(heading);
  return from < 0 ? '' : `${text.slice(from, text.indexOf(closes) + closes.length)}\n\n`;
}

/** That page with this table in it. */
export function withTable(page, table) {
  const [before, rest] = page.split(opens);
  return `${before}${opens}\n${table}\n${closes}${rest.split(closes)[1]}`;
}
