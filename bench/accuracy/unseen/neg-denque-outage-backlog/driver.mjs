import Denque from 'denque';

class Uplink {
  backlog = new Denque();
  delivered = 0;
  constructor(isUp) {
    this.isUp = isUp;
  }
  publish(reading) {
    this.backlog.push(reading);
    // After an outage the backlog goes out three at a time, so as not to flood the other side.
    for (let k = 0; k < 3 && this.isUp() && !this.backlog.isEmpty(); k++)
      this.delivered += JSON.stringify(this.backlog.shift()).length;
  }
}

let uplink, tick;
export async function setup() {
  tick = 0;
  uplink = new Uplink(() => tick > 420);
}
export async function operation(i) {
  tick = i;
  uplink.publish({
    sensor: 'boiler-' + (i % 7),
    seq: i,
    at: Date.now(),
    values: Array.from({ length: 24 }, (_, k) => ({ channel: `c${k}`, celsius: 20 + k + i / 1000 })),
    note: `reading ${i} of boiler ${i % 7}`,
  });
  await null;
}
export async function teardown() {
  uplink.backlog.clear();
}
