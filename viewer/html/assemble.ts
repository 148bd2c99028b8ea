import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { deflateSync } from 'node:zlib';
import type { PageData, PageTable } from '../../format/page.ts';
import { packTable } from '../../format/page-table.ts';

/** The page's own code, which the build puts next to this folder. */
export interface PageCode {
  readonly script: string;
  readonly style: string;
}

export interface AssembleOptions {
  readonly code?: PageCode;
  /** Where the page loads a table from, relative to itself, instead of carrying it. */
  readonly tableUrl?: (name: string) => string;
}

/**
 * One HTML file that needs nothing else: styles, code and data stand in it, and its Content-Security-Policy lets it
 * load and run nothing but that. Texts of the target are data to it, never markup.
 */
export function assemblePage({ summary, tables }: PageData, options: AssembleOptions = {}): string {
  const { code = pageCode(), tableUrl } = options;
  const blocks = Object.entries(tables).map(([name, table]) =>
    tableUrl === undefined
      ? dataBlock(`table-${name}`, 'text/plain', compressTable(table).toString('base64'))
      : `<script type="text/plain" id="table-${name}" data-url="${escapeHtml(tableUrl(name))}"></script>`,
  );
  const title = `${summary.report.verdict.sentence} · heaptrail`;
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${policy(code, tableUrl !== undefined)}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="color-scheme" content="light dark">',
    '<meta name="referrer" content="no-referrer">',
    '<meta name="generator" content="heaptrail">',
    `<title>${escapeHtml(title)}</title>`,
    `<style>${code.style}</style>`,
    '</head>',
    '<body>',
    `<noscript><main><h1>${escapeHtml(summary.report.verdict.sentence)}</h1><p>This page needs JavaScript, and JavaScript is turned off.</p></main></noscript>`,
    dataBlock('summary', 'application/json', scriptSafeJson(summary)),
    // Before the tables: the first screen needs the summary only, and is drawn while they are still being read.
    `<script>${code.script}</script>`,
    ...blocks,
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

/** A table as it is carried or served: packed and compressed in zlib's format, which browsers inflate by themselves. */
export function compressTable(table: PageTable): Buffer {
  return deflateSync(packTable(table), { level: 9 });
}

/** @throws an error of the file system if the package was not built */
export function pageCode(): PageCode {
  const read = (name: string) => readFileSync(new URL(`../${name}`, import.meta.url), 'utf8');
  return { script: read('page.js'), style: read('page.css') };
}

/** The styles of a page without a script. @throws as `pageCode` */
export function fleetStyle(): string {
  return readFileSync(new URL('../fleet.css', import.meta.url), 'utf8');
}

/** Inline code runs by its hash alone; the one worker starts from a blob; an icon is the only image. */
function policy({ script, style }: PageCode, served: boolean): string {
  return [
    "default-src 'none'",
    `script-src '${hash(script)}'`,
    `style-src '${hash(style)}'`,
    'worker-src blob:',
    ...(served ? ["connect-src 'self'"] : []),
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}

function hash(text: string): string {
  return `sha256-${createHash('sha256').update(text, 'utf8').digest('base64')}`;
}

function dataBlock(id: string, type: string, content: string): string {
  return `<script type="${type}" id="${id}">${content}</script>`;
}

/** JSON that can neither end its script element nor open a comment in it. */
function scriptSafeJson(value: unknown): string {
  return JSON.stringify(value).replaceAll('<', '\\u003c');
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
