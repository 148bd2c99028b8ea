import { setTimeout as sleep } from 'node:timers/promises';

/** Pages that the build made, all kept until it writes its index at the end. PAGES says how many. */
const rendered = new Map();
const count = Number(process.env.PAGES ?? 3000);

function render(number) {
  const lines = Array.from({ length: 60 }, (_, line) => ({
    line,
    text: `page ${number} says ${line * number}`,
  }));
  return { number, title: `Page ${number}`, lines };
}

for (let number = 0; number < count; number++) {
  rendered.set(`pages/${number}.html`, render(number));
  // As long as reading its source would take.
  await sleep(1);
}

process.once('exit', () => {
  const index = [...rendered].map(([file, { title }]) => `<a href="${file}">${title}</a>`);
  console.log(`built ${rendered.size} pages, and an index of ${index.join('\n').length} characters`);
});
