import type { CodeLocation } from './code-locations.ts';

/** A name as it was written, and where it is declared. */
export interface WrittenName {
  readonly name: string;
  readonly place: CodeLocation;
}

/** What is known of the code that was written, of code that runs. Undefined, or no entry: the same, or not known. */
export interface Originals {
  /** Whether anything is known of a script: it is asked for every object of a heap. */
  isMapped(url: string): boolean;
  place(running: CodeLocation): CodeLocation | undefined;
  /** The file that a whole script was made of, if it is only one. */
  file(url: string): string | undefined;
  /**
   * @param running where the function begins; of a class, where its constructor does
   * @param name empty if it has none as it runs
   */
  functionName(running: CodeLocation, name: string): string | undefined;
  /** @param running where the constructor begins of the class that declares the name: `#items` */
  privateName(running: CodeLocation, name: string): string | undefined;
  /**
   * The variables of the scopes around a function, the innermost first.
   * @param inside where the function begins
   * @param scopes of each scope the names of its variables as they run
   */
  variables(
    inside: CodeLocation,
    scopes: readonly (readonly string[])[],
  ): readonly ReadonlyMap<string, WrittenName>[];
  /** A variable that a module declares for the whole of it. */
  moduleVariable(url: string, name: string): WrittenName | undefined;
}

export const noOriginals: Originals = {
  isMapped: () => false,
  place: () => undefined,
  file: () => undefined,
  functionName: () => undefined,
  privateName: () => undefined,
  variables: () => [],
  moduleVariable: () => undefined,
};
