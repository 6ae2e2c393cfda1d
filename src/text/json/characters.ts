/** Bytes that JSON gives a meaning. */
export const OPEN_ARRAY = 0x5b;
export const BACKSLASH = 0x5c;
export const OPEN_OBJECT = 0x7b;
