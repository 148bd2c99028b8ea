// What every engine of the bench does with one snapshot, and how it says what it found.

/**
 * Runs the work, which begins after all imports and ends when retained sizes are there.
 * @param {(file: string) => Promise<object> | object} work gives what was found, to be compared over engines
 */
export async function measure(work) {
  const start = performance.now();
  const found = await work(process.argv[2]);
  const milliseconds = performance.now() - start;
  console.log(JSON.stringify({ milliseconds, ...found }));
  // Some engines leave threads or handles behind.
  process.exit(0);
}
