import DataLoader from 'dataloader';

let dl;
export async function setup() {
  dl = new DataLoader(
    async (ks) => ks.map((k) => ({ id: k, name: 'user ' + k, bio: 'b'.repeat(30) })),
    process.env.VARIANT === 'fixed' ? { cache: false } : {},
  );
}
export async function operation(i) {
  await Promise.all([dl.load(i * 2), dl.load(i * 2 + 1)]);
}
export async function teardown() {}
