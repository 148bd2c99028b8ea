import fastq from 'fastq';

const resize = fastq.promise(async (job) => {
  await null;
  return `${job.image}@${job.width}`;
}, 8);

// The day's load: from time to time a gallery with very many pictures, the largest one after 100 operations.
const gallerySize = (i) => (i % 20 === 19 ? Math.min(3000, (i + 1) * 30) : 12 + (i % 5));

export async function setup() {}
export async function operation(i) {
  const made = await Promise.all(
    Array.from({ length: gallerySize(i) }, (_, k) =>
      resize.push({ image: `gallery-${i}/${k}.jpg`, width: 320 + k }),
    ),
  );
  if (made[0] !== `gallery-${i}/0.jpg@320`) throw new Error('wrong order');
}
export async function teardown() {
  await resize.drained();
}
