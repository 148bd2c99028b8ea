import type { PageColumn, PageTable } from './page.ts';

/*
 * A table as bytes: the length of the header as 32 bits, the header as JSON, then the columns one after another.
 * Everything begins at a multiple of 8 bytes, so that columns are read in place. Numbers are little-endian, as on
 * every machine that Node and browsers run on.
 */

const kinds = { u8: Uint8Array, i32: Int32Array, u32: Uint32Array, f64: Float64Array } as const;
type Kind = keyof typeof kinds;

interface Header {
  readonly strings: readonly string[];
  readonly columns: readonly { readonly name: string; readonly kind: Kind; readonly length: number }[];
}

const alignment = 8;

export function packTable({ strings, columns }: PageTable): Uint8Array {
  const named = Object.entries(columns);
  const header: Header = {
    strings,
    columns: named.map(([name, column]) => ({ name, kind: kindOf(column), length: column.length })),
  };
  const head = new TextEncoder().encode(JSON.stringify(header));
  let end = aligned(4 + head.length);
  const starts = named.map(([, column]) => {
    const start = end;
    end = aligned(start + column.byteLength);
    return start;
  });
  const packed = new Uint8Array(end);
  new DataView(packed.buffer).setUint32(0, head.length, true);
  packed.set(head, 4);
  named.forEach(([, { buffer, byteOffset, byteLength }], i) => {
    packed.set(new Uint8Array(buffer, byteOffset, byteLength), starts[i]);
  });
  return packed;
}

/** The columns are views into `packed`, whose bytes must begin at a multiple of 8 of their buffer. */
export function unpackTable<Table extends PageTable>(packed: Uint8Array): Table {
  const { buffer, byteOffset } = packed;
  const length = new DataView(buffer, byteOffset).getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(packed.subarray(4, 4 + length))) as Header;
  const columns: Record<string, PageColumn> = {};
  let start = aligned(4 + length);
  for (const { name, kind, length } of header.columns) {
    const column = new kinds[kind](buffer as ArrayBuffer, byteOffset + start, length);
    columns[name] = column;
    start = aligned(start + column.byteLength);
  }
  return { strings: header.strings, columns } as PageTable as Table;
}

function kindOf(column: PageColumn): Kind {
  for (const kind of Object.keys(kinds) as Kind[]) if (column instanceof kinds[kind]) return kind;
  throw new TypeError('a column of a page table is a typed array of one of four kinds');
}

function aligned(offset: number): number {
  return Math.ceil(offset / alignment) * alignment;
}
