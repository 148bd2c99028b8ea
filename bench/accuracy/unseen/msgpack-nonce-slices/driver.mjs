import { randomFillSync } from 'node:crypto';
import http from 'node:http';
import { decode, encode } from '@msgpack/msgpack';

const fixed = process.env.VARIANT === 'fixed';

class ReplayGuard {
  seenNonces = new Map();
  accept(frame) {
    const key = frame.device + '#' + frame.seq;
    if (this.seenNonces.has(key)) return false;
    this.seenNonces.set(key, fixed ? frame.nonce.slice() : frame.nonce);
    return true;
  }
  // The sequence numbers of a device only rise: an older one need not be remembered.
  acknowledge(frame) {
    if (fixed) this.seenNonces.delete(frame.device + '#' + (frame.seq - 1));
  }
}

let srv, url, agent;
const guard = new ReplayGuard();
export async function setup() {
  srv = http.createServer(async (q, s) => {
    const chunks = [];
    for await (const c of q) chunks.push(c);
    const frame = decode(Buffer.concat(chunks));
    const ok = guard.accept(frame);
    guard.acknowledge(frame);
    s.end(encode({ ok, samples: frame.samples.length }));
  });
  await new Promise((r) => srv.listen(0, '127.0.0.1', r));
  url = 'http://127.0.0.1:' + srv.address().port + '/';
  agent = new http.Agent({ keepAlive: true });
}
export async function operation(i) {
  const body = encode({
    device: 'meter-' + (i % 12),
    seq: Math.floor(i / 12),
    nonce: randomFillSync(new Uint8Array(16)),
    samples: randomFillSync(new Uint8Array(24_000)),
  });
  await new Promise((ok, no) => {
    http
      .request(url, { method: 'POST', agent }, (s) => s.resume().on('end', ok))
      .on('error', no)
      .end(body);
  });
}
export async function teardown() {
  agent.destroy();
  srv.close();
  srv.closeAllConnections?.();
}
