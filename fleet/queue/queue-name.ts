import { randomUUID } from 'node:crypto';
import type { Store } from '../../store/store.ts';

const key = 'name.json';

/** A store has one name, by whatever path or address hosts reach it: its queue is called by it. */
export async function queueName(store: Store): Promise<string> {
  await store.putNew(key, JSON.stringify({ name: randomUUID() }));
  const { name } = JSON.parse(String(await store.get(key))) as { name: string };
  return `heaptrail-${name}`;
}
