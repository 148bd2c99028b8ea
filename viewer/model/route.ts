/** Which screen the page shows, and in which state: the address has all of it, so that a link can be mailed. */
export interface Route {
  readonly screen: Screen;
  /** A fingerprint, a row or an object id, if the screen shows one thing of many. */
  readonly subject?: string;
  readonly state: Readonly<Record<string, string>>;
}

export const screens = [
  'overview',
  'diff',
  'suspect',
  'dominators',
  'packages',
  'allocations',
  'compare',
  'objects',
  'class',
  'object',
  'coverage',
] as const;
export type Screen = (typeof screens)[number];

/** `#/suspect/7f3a91c2`, `#/compare?from=0&to=3`. What is not understood is the overview. */
export function parseRoute(hash: string): Route {
  const [path, query = ''] = hash.replace(/^#?\/?/, '').split('?', 2);
  const [name, subject] = path.split('/', 2).map(decoded);
  const screen = screens.find((one) => one === name);
  const state = Object.fromEntries(new URLSearchParams(query));
  if (screen === undefined || screen === 'overview') return { screen: 'overview', state };
  return subject === undefined || subject === '' ? { screen, state } : { screen, subject, state };
}

export function routeHash({
  screen,
  subject,
  state,
}: Omit<Route, 'state'> & Partial<Pick<Route, 'state'>>): string {
  const path =
    screen === 'overview' ? '' : subject === undefined ? screen : `${screen}/${encodeURIComponent(subject)}`;
  const query = new URLSearchParams(Object.entries(state ?? {}).filter(([, value]) => value !== ''));
  return `#/${path}${query.size > 0 ? `?${query}` : ''}`;
}

/** The screen that Esc leads to. */
export function routeAbove({ screen, subject }: Route): Route {
  if (screen === 'class' || screen === 'object') return { screen: 'objects', state: {} };
  if ((screen === 'dominators' || screen === 'packages' || screen === 'allocations') && subject !== undefined)
    return { screen, state: {} };
  return { screen: 'overview', state: {} };
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
