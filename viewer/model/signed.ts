/** One sign for less everywhere on the page: a minus is as wide as a plus, a hyphen is not. */
export function withMinus(words: string): string {
  return words.replace(/^-/, '−');
}
