// The work of one interval: a prime number of sessions, so that nothing periodic looks like growth.
import { readFileSync } from 'node:fs';

const operations = 101;
const port = readFileSync(process.env.PORT_FILE ?? 'port.txt', 'utf8');

for (let i = 0; i < operations; i += 1) {
  const response = await fetch(`http://127.0.0.1:${port}/`);
  if (!response.ok) throw new Error(`the server answered ${response.status}`);
  await response.text();
}
console.log(`operations: ${operations}`);
