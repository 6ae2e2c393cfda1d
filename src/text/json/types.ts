import type { Position } from '../position.ts';

/**
 * What to keep of a value. 'all': materialise it. 'none': verify it and leave it out: for an object member the key is
 * absent from the result, an array element is left out.
 */
export type Select = 'all' | 'none' | SelectMembers | SelectItems;

/** For an object, member by member. A value that is not an object is kept completely. */
export interface SelectMembers {
  readonly members: Readonly<Record<string, Select>>;
  /** For members that are not named; 'none' by default. */
  readonly rest?: Select;
}

/** For an array, element by element. A value that is not an array is kept completely. */
export interface SelectItems {
  readonly items: Select | ((peek: Peek) => Select | 'later');
  /**
   * Whether the elements that `items` put off are wanted as well, now that the others are known. They come after the
   * others. Without it they are left out.
   */
  later?(kept: readonly unknown[]): boolean;
  /**
   * Takes parts that nobody reads out of an element that is kept completely. Called right after it was parsed: V8 copies
   * what lives, and young garbage costs nothing.
   */
  thin?(element: unknown): void;
}

/** A cheap look at one array element before it is read. */
export interface Peek {
  /** A direct member with a string value. Undefined if there is none, or if the element is not an object. */
  string(key: string): string | undefined;
  /** In the file's own count. */
  readonly index: number;
}

export interface JsonDocument {
  readonly value: unknown;
  /**
   * JSON pointer, in the file's own indices, of the whole document or of an object or array that was reached through
   * `items` or `members`. Undefined for others.
   */
  pointerOf(value: object): string | undefined;
  /**
   * Place of a JSON pointer in the file: of the key for a member, of the value for an array element. Where the pointer
   * leads nowhere, the place of its deepest ancestor that exists.
   */
  locate(pointer: string): Position | undefined;
}
