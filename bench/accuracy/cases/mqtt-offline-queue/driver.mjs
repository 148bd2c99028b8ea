import mqtt from 'mqtt';

let c;
export async function setup() {
  c = mqtt.connect('mqtt://127.0.0.1:1', {
    reconnectPeriod: 300000,
    connectTimeout: 300000,
    queueQoSZero: process.env.VARIANT !== 'fixed',
  });
  c.on('error', () => {});
  await new Promise((r) => setTimeout(r, 100));
}
export async function operation(i) {
  c.publish('telemetry/host', Buffer.alloc(2048, i & 255), { qos: 0 }, () => {});
}
export async function teardown() {
  c.end(true);
}
