import { parseRoute, routeAbove, routeHash } from './route.ts';

/** Where a reader has been: Esc leads back to the list as it was left, and to the row that was opened. */
export class Trail {
  /** The last address of each screen, by the address without its state. */
  readonly #last = new Map<string, string>();
  #here = '#/';
  #left: string | undefined;

  /** Called with the address of each screen that is drawn, or whose state changes. */
  visit(hash: string): void {
    const screen = withoutState(hash);
    if (screen !== withoutState(this.#here)) this.#left = withoutState(this.#here);
    this.#here = hash;
    this.#last.set(screen, hash);
  }

  /** The level above an address, in the state in which it was last seen. */
  above(hash: string): string {
    const above = routeHash(routeAbove(parseRoute(hash)));
    return this.#last.get(above) ?? above;
  }

  /** True for a link that leads to the screen that was left last. */
  leadsBack(href: string): boolean {
    return this.#left !== undefined && withoutState(href) === this.#left;
  }
}

function withoutState(hash: string): string {
  const { screen, subject } = parseRoute(hash);
  return routeHash(subject === undefined ? { screen } : { screen, subject });
}
