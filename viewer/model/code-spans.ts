/** A sentence of a report in parts: text between backticks is code. */
export interface Span {
  readonly text: string;
  readonly code: boolean;
}

export function codeSpans(sentence: string): Span[] {
  const parts = sentence.split('`');
  // An odd number of backticks is no quotation.
  if (parts.length % 2 === 0) return [{ text: sentence, code: false }];
  return parts.map((text, i) => ({ text, code: i % 2 === 1 })).filter(({ text }) => text !== '');
}
