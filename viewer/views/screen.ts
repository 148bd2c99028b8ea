import type { PageSource } from '../data/page-source.ts';
import type { Route } from '../model/route.ts';
import type { Child } from './element.ts';

/** What a screen is given, and what it gives. */
export interface ScreenInput {
  readonly source: PageSource;
  readonly route: Route;
  /** Goes to another state of the same screen without drawing it anew: the screen has done so itself. */
  readonly keepState: (state: Readonly<Record<string, string>>) => void;
}

export interface Drawn {
  readonly title: string;
  readonly content: Child;
}

export type Draw = (input: ScreenInput) => Drawn | Promise<Drawn>;
