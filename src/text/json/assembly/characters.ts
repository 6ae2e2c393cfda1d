import { clearArea } from './memory';

export const SPACE: u32 = 0x20;
export const QUOTE: u32 = 0x22;
export const COMMA: u32 = 0x2c;
export const MINUS: u32 = 0x2d;
export const COLON: u32 = 0x3a;
export const OPEN_ARRAY: u32 = 0x5b;
export const BACKSLASH: u32 = 0x5c;
export const CLOSE_ARRAY: u32 = 0x5d;
export const SMALL_U: u32 = 0x75;
export const OPEN_OBJECT: u32 = 0x7b;
export const CLOSE_OBJECT: u32 = 0x7d;

@inline
export function isDigit(byte: u32): bool {
  return byte - 0x30 < 10;
}

/** The value of a hexadecimal digit; 16 where it is none. */
export function hexadecimal(byte: u32): u32 {
  if (isDigit(byte)) return byte - 0x30;
  const letter = (byte | 0x20) - 0x61;
  return letter < 6 ? letter + 10 : 16;
}

/** By what follows a backslash: the byte it stands for, 0 where it is nothing or not one byte. */
const MEANT: usize = clearArea(256);
store<u8>(MEANT + 0x22, 0x22);
store<u8>(MEANT + 0x5c, 0x5c);
store<u8>(MEANT + 0x2f, 0x2f);
store<u8>(MEANT + 0x62, 0x08);
store<u8>(MEANT + 0x66, 0x0c);
store<u8>(MEANT + 0x6e, 0x0a);
store<u8>(MEANT + 0x72, 0x0d);
store<u8>(MEANT + 0x74, 0x09);

@inline
export function meant(byte: u32): u32 {
  return load<u8>(MEANT + byte);
}
