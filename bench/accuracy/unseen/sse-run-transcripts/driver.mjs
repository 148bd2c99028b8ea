import http from 'node:http';
import { createParser } from 'eventsource-parser';

const fixed = process.env.VARIANT === 'fixed';

class RunRecorder {
  transcripts = {};
  append(runId, delta) {
    this.transcripts[runId] = (this.transcripts[runId] ?? '') + delta;
  }
  finish(runId) {
    const bytes = Buffer.byteLength(this.transcripts[runId]);
    if (fixed) delete this.transcripts[runId];
    return bytes;
  }
}

let srv, base, agent;
const recorder = new RunRecorder();
export async function setup() {
  srv = http.createServer((q, s) => {
    s.setHeader('content-type', 'text/event-stream');
    for (let k = 0; k < 60; k++)
      s.write(`data: ${JSON.stringify({ delta: `token ${k} of the answer to ${q.url}, ` })}\n\n`);
    s.end('data: [DONE]\n\n');
  });
  await new Promise((r) => srv.listen(0, '127.0.0.1', r));
  base = 'http://127.0.0.1:' + srv.address().port;
  agent = new http.Agent({ keepAlive: true });
}
export async function operation(i) {
  const runId = 'run_' + i.toString(36).padStart(8, '0');
  const parser = createParser({
    onEvent: (e) => e.data !== '[DONE]' && recorder.append(runId, JSON.parse(e.data).delta),
  });
  await new Promise((ok, no) => {
    http
      .get(`${base}/${runId}`, { agent }, (s) =>
        s
          .setEncoding('utf8')
          .on('data', (t) => parser.feed(t))
          .on('end', ok),
      )
      .on('error', no);
  });
  recorder.finish(runId);
}
export async function teardown() {
  agent.destroy();
  srv.close();
  srv.closeAllConnections?.();
}
