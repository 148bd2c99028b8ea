import { PassThrough } from 'node:stream';
import fastq from 'fastq';

const fixed = process.env.VARIANT === 'fixed';
let journal, auditQueue;

function writeAudit(record, done) {
  if (record.action === 'heartbeat') {
    if (fixed) done(null);
    return;
  }
  journal.write(JSON.stringify(record) + '\n', done);
}

export async function setup() {
  journal = new PassThrough();
  journal.resume();
  auditQueue = fastq(writeAudit, 4);
}
export async function operation(i) {
  const action = i % 25 === 7 ? 'heartbeat' : 'order.update';
  auditQueue.push({
    action,
    actor: 'user-' + i,
    at: Date.now(),
    before: { status: 'open', note: 'note ' + i },
    after: { status: 'paid', note: 'note ' + i },
  });
  await new Promise(setImmediate);
  await new Promise(setImmediate);
}
export async function teardown() {
  auditQueue.kill();
  journal.destroy();
}
