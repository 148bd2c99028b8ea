import type {
  ClassesTable,
  DominatorsTable,
  ObjectsTable,
  PackagesTable,
  PageSummary,
  PageTable,
  PageTableName,
  PathsTable,
  StacksTable,
} from '../../format/page.ts';
import { unpackTable } from '../../format/page-table.ts';
import { inflateBytes } from './inflate.ts';
import { Inflater } from './inflater.ts';

interface Tables {
  readonly dominators: DominatorsTable;
  readonly classes: ClassesTable;
  readonly paths: PathsTable;
  readonly objects: ObjectsTable;
  readonly classesBefore: ClassesTable;
  readonly packages: PackagesTable;
  readonly stacks: StacksTable;
}

/** The data of this page. Tables are inflated when a screen first asks for them, and then kept. */
export class PageSource {
  readonly summary: PageSummary;
  #inflater: Inflater | undefined;
  readonly #tables = new Map<PageTableName, Promise<PageTable>>();

  constructor() {
    this.summary = JSON.parse(block('summary')?.textContent ?? '') as PageSummary;
  }

  has(name: PageTableName): boolean {
    return this.summary.tables.includes(name);
  }

  table<Name extends PageTableName>(name: Name): Promise<Tables[Name]> {
    let table = this.#tables.get(name);
    if (table === undefined) {
      table = this.#read(name);
      this.#tables.set(name, table);
    }
    return table as Promise<Tables[Name]>;
  }

  async #read(name: PageTableName): Promise<PageTable> {
    await parsed();
    const element = block(`table-${name}`);
    if (element === null) throw new Error(`this page carries no ${name}`);
    const { url } = element.dataset;
    if (url !== undefined) {
      const response = await fetch(url);
      if (!response.ok) throw new Error(`the recording is no longer served (${response.status})`);
      return unpackTable(new Uint8Array(await inflateBytes(new Uint8Array(await response.arrayBuffer()))));
    }
    this.#inflater ??= new Inflater();
    return unpackTable(new Uint8Array(await this.#inflater.inflate(element.textContent ?? '')));
  }
}

function block(id: string): HTMLElement | null {
  return document.getElementById(id);
}

/** The tables come after the script, so that the first screen does not wait for them. */
function parsed(): Promise<void> {
  if (document.readyState !== 'loading') return Promise.resolve();
  return new Promise((resolve) => {
    document.addEventListener('DOMContentLoaded', () => resolve(), { once: true });
  });
}
