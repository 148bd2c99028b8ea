import { Writable } from 'node:stream';
import winston from 'winston';

let tr, root;
export async function setup() {
  tr = new winston.transports.Stream({
    stream: new Writable({
      write(_c, _e, cb) {
        cb();
      },
    }),
  });
  tr.setMaxListeners(0);
  root = winston.createLogger({ transports: [tr] });
}
export async function operation(i) {
  const log =
    process.env.VARIANT === 'fixed'
      ? root.child({ req: i })
      : winston.createLogger({ defaultMeta: { req: i }, transports: [tr] });
  log.info('handled');
  await null;
}
export async function teardown() {}
