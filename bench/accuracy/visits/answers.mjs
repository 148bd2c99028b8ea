import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';

const file = fileURLToPath(new URL('answers.json', import.meta.url));

/** What visits said: `{ date, every, load, answers: { SET: { NAME: { KIND: { "20": true } } } } }`. */
export function visitAnswers() {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : { answers: {} };
}

/** Puts the answers beside those of the same day and interval; older ones are another version's. */
export function keepAnswers(jobs, every) {
  const date = new Date().toISOString().slice(0, 10);
  const before = visitAnswers();
  const answers = before.date === date && before.every === every ? before.answers : {};
  for (const { set, name, kind, major, fault } of jobs) {
    answers[set] ??= {};
    answers[set][name] ??= {};
    answers[set][name][kind] ??= {};
    answers[set][name][kind][major] = fault === undefined;
  }
  const load = Number(loadavg()[2].toFixed(1));
  writeFileSync(file, `${JSON.stringify({ date, every, load, answers }, null, 1)}\n`);
}
