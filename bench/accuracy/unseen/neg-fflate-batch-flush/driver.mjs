import { gzipSync, strToU8 } from 'fflate';

const FLUSH_AT = 700;

class EventBatcher {
  pending = [];
  sentBytes = 0;
  track(event) {
    this.pending.push(event);
    if (this.pending.length >= FLUSH_AT) this.flush();
  }
  flush() {
    const batch = this.pending;
    this.pending = [];
    this.sentBytes += gzipSync(strToU8(JSON.stringify(batch)), { level: 1 }).length;
  }
}

let batcher;
export async function setup() {
  batcher = new EventBatcher();
}
export async function operation(i) {
  batcher.track({
    event: 'page_view',
    user: 'user-' + i,
    at: Date.now(),
    properties: {
      path: '/product/' + i,
      referrer: '/search?q=' + i,
      tags: ['t' + (i % 9), 'v' + i],
      note: 'n'.repeat(200) + i,
    },
  });
  await null;
}
export async function teardown() {
  batcher.flush();
}
