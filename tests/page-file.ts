import { readFileSync } from 'node:fs';
import { inflateSync } from 'node:zlib';
import type { ObjectsTable, PageSummary } from '../format/page.ts';
import { unpackTable } from '../format/page-table.ts';

/** The content of one of the data blocks of a page. */
export function blockIn(file: string, id: string): string {
  const [, content] = new RegExp(`id="${id}">([^<]*)</script>`).exec(readFileSync(file, 'utf8')) ?? [];
  if (content === undefined) throw new Error(`${file} has no block ${id}`);
  return content;
}

export function summaryIn(file: string): PageSummary {
  return JSON.parse(blockIn(file, 'summary')) as PageSummary;
}

/** The bytes of a table, inflated. */
export function tableIn(file: string, name: string): Buffer {
  return inflateSync(Buffer.from(blockIn(file, `table-${name}`), 'base64'));
}

/** The id of the first object of the table: the holder of the first suspect. */
export function objectIn(file: string): number {
  const { columns } = unpackTable<ObjectsTable>(new Uint8Array(tableIn(file, 'objects')));
  return columns.id[0];
}
