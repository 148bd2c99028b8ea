import pc from 'picocolors';

/** The few roles that color plays in a report; each is the identity if colors are off. */
export interface Paint {
  readonly alarm: (text: string) => string;
  readonly caution: (text: string) => string;
  readonly calm: (text: string) => string;
  readonly frame: (text: string) => string;
  readonly strong: (text: string) => string;
  readonly faint: (text: string) => string;
}

export function paint(colors: boolean): Paint {
  const c = pc.createColors(colors);
  return { alarm: c.red, caution: c.yellow, calm: c.green, frame: c.cyan, strong: c.bold, faint: c.dim };
}
