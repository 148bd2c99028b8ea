/** The command that never ends: prints a batch of lines at a steady pace until nobody reads them. */
const pace = 25;
let line = 0;

process.stdout.on('error', () => process.exit(0));
setInterval(() => {
  let batch = '';
  for (let i = 0; i < 20; i += 1) {
    line += 1;
    batch += `[watch] ${line} compiled src/module-${line % 97}.ts without errors, waiting for changes\n`;
  }
  process.stdout.write(batch);
}, pace);
