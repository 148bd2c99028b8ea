import { copyFile, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Store } from '../../store/store.ts';
import type { Card } from '../cards/card.ts';
import { parseCard } from '../cards/card-text.ts';
import { putReport } from '../cards/put-report.ts';

const files = { card: 'card.json', report: 'report.json', page: 'page.html' } as const;
/** What is being laid; a program that was killed meanwhile leaves it, and it is laid again or removed. */
const unfinished = '.unfinished-';
/** Of some hundred KiB each: a store that nobody can reach must not fill the disk of a host. */
const mostWaiting = 500;

export interface Parcel {
  readonly card: Card;
  /** The file of the report. */
  readonly report: string;
  /** The file of the page, if there is one. */
  readonly page?: string | undefined;
}

/**
 * What is on its way into a store, on disk until it has arrived: neither a store out of reach nor an end at any moment
 * loses or doubles a report, because each object's key is made of the recording.
 */
export class Outbox {
  readonly #folder: string;
  readonly #store: Store;

  constructor(folder: string, store: Store) {
    this.#folder = folder;
    this.#store = store;
  }

  /** @throws Error if it cannot be kept on this disk */
  async add({ card, report, page }: Parcel): Promise<void> {
    const waiting = await this.waiting();
    if (waiting.length >= mostWaiting)
      throw new Error(`${waiting.length} reports wait for the store already, and no more are kept`);
    const laid = path.join(this.#folder, `${unfinished}${card.id}`);
    const place = path.join(this.#folder, card.id);
    await rm(laid, { recursive: true, force: true });
    await mkdir(laid, { recursive: true, mode: 0o700 });
    await copyFile(report, path.join(laid, files.report));
    if (page !== undefined) await copyFile(page, path.join(laid, files.page));
    await writeFile(path.join(laid, files.card), JSON.stringify(card), { mode: 0o600 });
    await rm(place, { recursive: true, force: true });
    await rename(laid, place);
  }

  /** The ids of the reports that have not arrived. */
  async waiting(): Promise<readonly string[]> {
    const entries = await readdir(this.#folder).catch(() => []);
    return entries.filter((name) => !name.startsWith('.')).toSorted();
  }

  /** Sends all that waits. @throws UserError `store-failed` at the first that does not arrive */
  async send(): Promise<void> {
    for (const id of await this.waiting()) {
      const place = path.join(this.#folder, id);
      await this.#sendOne(place);
      await rm(place, { recursive: true, force: true });
    }
  }

  async #sendOne(place: string): Promise<void> {
    const read = (file: string) => readFile(path.join(place, file));
    const card = parseCard(String(await read(files.card).catch(() => '')));
    // As a power cut leaves it. It can never arrive, and the others must not wait for it.
    if (typeof card === 'string') return;
    const hasPage = (await readdir(place)).includes(files.page);
    const page = hasPage ? await read(files.page) : undefined;
    await putReport(this.#store, { card, report: await read(files.report), page });
  }
}
