/** Of what Playwright throws: it goes on with a log of what it did. */
export function firstLine(error: unknown): string {
  const [first] = (error instanceof Error ? error.message : String(error)).split('\n');
  return first;
}
