import { EventEmitter } from 'eventemitter3';

const fixed = process.env.VARIANT === 'fixed';
const bus = new EventEmitter();

class CheckoutSession {
  constructor(id) {
    this.id = id;
    this.lines = Array.from({ length: 6 }, (_, k) => ({ sku: `sku-${id}-${k}`, qty: k + 1, cents: 100 + k }));
    this.total = 0;
    bus.on('tariff:changed', this.reprice, this);
  }
  reprice(factor) {
    this.total = this.lines.reduce((sum, l) => sum + l.qty * l.cents * factor, 0);
  }
  close() {
    // off() compares functions by identity: a fresh bound one is never found
    if (fixed) bus.off('tariff:changed', this.reprice, this);
    else bus.off('tariff:changed', this.reprice.bind(this));
  }
}

export async function setup() {}
export async function operation(i) {
  const session = new CheckoutSession(i);
  session.reprice(1);
  await null;
  if (i % 100 === 0) bus.emit('tariff:changed', 1 + (i % 7) / 100);
  session.close();
}
export async function teardown() {
  bus.removeAllListeners();
}
