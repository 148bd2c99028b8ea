import type { Store } from '../../store/store.ts';
import { type Card, keys } from './card.ts';

/** A report with what is told of it. */
export interface ReportToPut {
  readonly card: Card;
  readonly report: Uint8Array | string;
  /** Absent if none was written. */
  readonly page?: Uint8Array | undefined;
}

/** The card last: with it, the others are there. */
export async function putReport(store: Store, { card, report, page }: ReportToPut): Promise<void> {
  const { id } = card;
  await store.put(keys.report(id), report);
  if (page !== undefined) await store.put(keys.page(id), page);
  await store.put(
    keys.card(card),
    JSON.stringify(page === undefined ? card : { ...card, page: keys.page(id) }),
  );
}
