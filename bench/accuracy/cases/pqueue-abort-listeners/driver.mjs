import PQueue from 'p-queue';

let q, ac;
export async function setup() {
  q = new PQueue({ concurrency: 4 });
  ac = new AbortController();
}
export async function operation(i) {
  const payload = { i, text: 'turn ' + i };
  await q.add(
    async () => {
      await null;
      return payload.text;
    },
    { signal: ac.signal },
  );
}
export async function teardown() {
  q.clear();
}
