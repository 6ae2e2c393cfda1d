/** Bytes that JSON gives a meaning, and tables over all bytes for the loops that look at each one. */

export const QUOTE = 0x22;
export const COMMA = 0x2c;
export const MINUS = 0x2d;
export const COLON = 0x3a;
export const OPEN_ARRAY = 0x5b;
export const BACKSLASH = 0x5c;
export const CLOSE_ARRAY = 0x5d;
export const OPEN_OBJECT = 0x7b;
export const CLOSE_OBJECT = 0x7d;

/** Every kind of white space is at or below it, and nothing else that may stand outside a string. */
export const SPACE = 0x20;

export const IS_SPACE = table(' \t\n\r');
export const IS_DIGIT = table('0123456789');
export const IS_HEX = table('0123456789abcdefABCDEF');

/** What may follow a backslash alone; `u` wants four hexadecimal digits more. */
export const IS_ESCAPE = table('"\\/bfnrt');

function table(characters: string): Uint8Array {
  const marks = new Uint8Array(256);
  for (const character of characters) marks[character.charCodeAt(0)] = 1;
  return marks;
}
