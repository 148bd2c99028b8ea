// long polling over a PubSub: a client waits for its order's first change, then goes away
import { PubSub } from 'graphql-subscriptions';

const pubsub = new PubSub();
async function firstChange(orderId) {
  const it = pubsub.asyncIterator(`ORDER_CHANGED.${orderId}`);
  const { value } = await it.next();
  if (process.env.VARIANT === 'fixed') await it.return();
  return value.orderChanged;
}
export async function setup() {}
export async function operation(i) {
  const waiting = firstChange(i);
  await new Promise(setImmediate);
  await pubsub.publish(`ORDER_CHANGED.${i}`, {
    orderChanged: { id: i, status: 'paid', by: 'clerk ' + (i % 50) },
  });
  const order = await waiting;
  if (order.id !== i) throw new Error('wrong order');
}
export async function teardown() {}
