import { DateTime } from 'luxon';

const ZONES = Intl.supportedValuesOf('timeZone').slice(0, 240);
const LOCALES = ['en', 'de', 'fr', 'es', 'pt', 'ja', 'pl'];
let seed;
function random() {
  seed = (seed * 1103515245 + 12345) % 2147483648;
  return seed / 2147483648;
}

export async function setup() {
  seed = 42;
}
// Users are not spread evenly over the zones: the rare ones are met late.
export async function operation(i) {
  const n = Math.floor(ZONES.length * random() ** 1.6);
  const at = DateTime.fromMillis(1.7e12 + i * 60_000, {
    zone: ZONES[n],
    locale: LOCALES[n % LOCALES.length],
  });
  const mail = {
    to: 'user-' + i,
    subject: at.toLocaleString(DateTime.DATETIME_FULL),
    due: at.plus({ days: 3 }).toFormat('cccc d LLLL'),
  };
  if (!mail.subject || !mail.due) throw new Error('empty');
  await null;
}
export async function teardown() {}
