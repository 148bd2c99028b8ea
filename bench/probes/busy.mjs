// Allocates at a steady pace, keeps nothing of it, and logs a line now and then.
let n = 0;
setInterval(() => {
  const made = [];
  for (let i = 0; i < 20_000; i += 1) made.push({ i, next: { i } });
  n += 1;
  if (n % 10 === 0) console.log(`line ${n}`, made.length);
}, 20);
process.on('disconnect', () => process.exit());
process.send({ ready: true });
