const entities: Readonly<Record<string, string>> = { quot: '"', apos: "'", lt: '<', gt: '>', amp: '&' };

/**
 * The contents of all elements of a name, in their order. Enough for S3's answers: the elements that are read here have
 * no attributes and contain none of their own name.
 */
export function xmlValues(text: string, name: string): readonly string[] {
  const found = text.matchAll(new RegExp(`<${name}>([\\s\\S]*?)</${name}>`, 'g'));
  return [...found].map(([, content]) => unescaped(content!));
}

export function xmlValue(text: string, name: string): string | undefined {
  return xmlValues(text, name)[0];
}

/** Only of text: elements inside keep their entities until they are read themselves. */
function unescaped(content: string): string {
  if (content.includes('<')) return content;
  return content.replace(/&(?:#(\d+)|#x([\da-f]+)|(\w+));/gi, (whole, decimal, hexadecimal, name) => {
    if (decimal !== undefined) return String.fromCodePoint(Number(decimal));
    if (hexadecimal !== undefined) return String.fromCodePoint(Number.parseInt(hexadecimal, 16));
    return entities[name] ?? whole;
  });
}
