import { type Functions, int, list, num, refuse, str } from './arguments.ts';

export const NUMBERS: Functions = {
  abs: (n) => Math.abs(num(n)),
  ceil: (n) => Math.ceil(num(n)),
  floor: (n) => Math.floor(num(n)),
  log: (n, base) => Math.log(num(n)) / Math.log(num(base)),
  max: (...all) => (all.length > 0 ? all.map(num).reduce((a, b) => Math.max(a, b)) : refuse('it needs a number')),
  min: (...all) => (all.length > 0 ? all.map(num).reduce((a, b) => Math.min(a, b)) : refuse('it needs a number')),
  parseint: (text, base) => parsed(str(text), int(base)),
  pow: (n, power) => num(n) ** num(power),
  signum: (n) => Math.sign(num(n)),
  sum: (all) =>
    list(all).length > 0
      ? list(all)
          .map(num)
          .reduce((a, b) => a + b)
      : refuse('the list is empty'),
};

const DIGITS = '0123456789abcdefghijklmnopqrstuvwxyz';

function parsed(text: string, base: number): number {
  if (base < 2 || base > 62) return refuse('the base must be from 2 to 62');
  const digits = text.replace(/^[+-]/, '');
  const known = base <= 36 ? digits.toLowerCase() : digits;
  let value = 0;
  for (const digit of known) {
    const worth = base <= 36 ? DIGITS.indexOf(digit) : BIG_DIGITS.indexOf(digit);
    if (worth < 0 || worth >= base) return refuse(`${JSON.stringify(text)} is not a number of base ${base}`);
    value = value * base + worth;
  }
  if (digits === '') return refuse('a number is required');
  return text.startsWith('-') ? -value : value;
}

const BIG_DIGITS = `${DIGITS}ABCDEFGHIJKLMNOPQRSTUVWXYZ`;
