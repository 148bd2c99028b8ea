import http from 'node:http';
import shimmer from 'shimmer';

const fixed = process.env.VARIANT === 'fixed';

class Outbox {
  deliver(message) {
    return new Promise((ok, no) => {
      const q = http.request(url, { method: 'POST', agent }, (s) =>
        s.resume().on('end', () => ok(s.statusCode)),
      );
      q.on('error', no).end(JSON.stringify(message));
    });
  }
}

let srv, url, agent, outbox;
export async function setup() {
  srv = http.createServer((q, s) => q.resume().on('end', () => s.end('ok')));
  await new Promise((r) => srv.listen(0, '127.0.0.1', r));
  url = 'http://127.0.0.1:' + srv.address().port + '/';
  agent = new http.Agent({ keepAlive: true });
  outbox = new Outbox();
}
export async function operation(i) {
  const trace = { traceId: 'trace-' + i, attributes: {}, spans: [] };
  for (let k = 0; k < 20; k++) trace.attributes['attr.' + k] = `value ${k} of ${i}`;
  shimmer.wrap(
    outbox,
    'deliver',
    (original) =>
      function (message) {
        if (message.traceId === trace.traceId)
          trace.spans.push({ name: 'deliver', to: message.to, at: Date.now() });
        return original.call(this, message);
      },
  );
  for (const to of ['mail', 'sms', 'push'])
    await outbox.deliver({ traceId: trace.traceId, to, text: 'order ' + i });
  if (fixed) shimmer.unwrap(outbox, 'deliver');
}
export async function teardown() {
  agent.destroy();
  srv.close();
  srv.closeAllConnections?.();
}
