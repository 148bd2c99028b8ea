// a gateway's histogram: 40 routes x 5 regions x 6 statuses, so 1200 series at most; rare ones turn up late
import client from 'prom-client';

const ROUTES = 40;
const REGIONS = ['eu', 'us', 'ap', 'sa', 'af'];
const STATUS = [200, 201, 304, 404, 429, 503];
let seconds;
let seed = 12345;
const pick = (n) => {
  seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
  return Math.floor((seed / 2 ** 32) * n);
};
export async function setup() {
  seconds = new client.Histogram({
    name: 'upstream_seconds',
    help: 'time of upstream calls',
    labelNames: ['route', 'region', 'status'],
    registers: [new client.Registry()],
  });
}
export async function operation(i) {
  const url = `/r${pick(ROUTES)}/items/${i}?trace=${i.toString(36)}`;
  const route = url.replace(/\/items\/.*/, '/items/:id');
  for (let call = 0; call < 6; call++) {
    seconds.observe(
      { route, region: REGIONS[pick(REGIONS.length)], status: STATUS[pick(STATUS.length)] },
      pick(4000) / 1000,
    );
  }
  await null;
}
export async function teardown() {}
