/** `format` and `formatlist`, with the verbs that Terraform has. */
import { bool, FunctionError, type Functions, int, LARGEST, num, refuse, str } from './arguments.ts';

export const FORMATS: Functions = {
  format: (pattern, ...args) => format(str(pattern), args),
  formatlist: (pattern, ...args) => {
    const lengths = args.filter(Array.isArray).map((each) => (each as unknown[]).length);
    const length = lengths[0] ?? 1;
    if (lengths.some((each) => each !== length)) return refuse('the lists must be of one length');
    return Array.from({ length }, (_, i) =>
      format(
        str(pattern),
        args.map((arg) => (Array.isArray(arg) ? arg[i] : arg)),
      ),
    );
  },
};

/** `%[2]-08.3f`: flags, width, precision, which argument, verb. */
const VERB = /%(?:%|([-+ #0]*)(\d*)(?:\.(\d*))?(?:\[(\d+)\])?([a-zA-Z]))/g;

function format(pattern: string, args: readonly unknown[]): string {
  let next = 0;
  const out = pattern.replace(VERB, (whole, flags = '', width = '', precision?: string, index?: string, verb = '') => {
    if (whole === '%%') return '%';
    if (index !== undefined) next = Number(index) - 1;
    if (next < 0 || next >= args.length) throw new FunctionError(`there is no argument for ${JSON.stringify(whole)}`);
    if (Number(width || 0) > LARGEST || Number(precision ?? 0) > 100) throw new FunctionError('the width is too large');
    const text = printed(verb, args[next], flags, precision === undefined ? undefined : Number(precision || 0));
    next += 1;
    return padded(text, flags, Number(width || 0), verb);
  });
  return out;
}

function printed(verb: string, value: unknown, flags: string, precision: number | undefined): string {
  const signed = (text: string) => (flags.includes('+') && !text.startsWith('-') ? `+${text}` : text);
  switch (verb) {
    case 'v':
      return typeof value === 'string' ? value : value === null ? 'null' : JSON.stringify(value);
    case 's':
      return precision === undefined ? str(value) : [...str(value)].slice(0, precision).join('');
    case 'q':
      return JSON.stringify(str(value));
    case 't':
      return String(bool(value));
    case 'd':
      return signed(String(Math.trunc(num(value))));
    case 'b':
      return int(value).toString(2);
    case 'o':
      return int(value).toString(8);
    case 'x':
      return typeof value === 'string' && Number.isNaN(Number(value)) ? hex(value) : int(value).toString(16);
    case 'X':
      return typeof value === 'string' && Number.isNaN(Number(value))
        ? hex(value).toUpperCase()
        : int(value).toString(16).toUpperCase();
    case 'f':
      return signed(num(value).toFixed(precision ?? 6));
    case 'e':
      return signed(exponent(num(value).toExponential(precision ?? 6)));
    case 'g':
      return signed(
        precision === undefined ? String(num(value)) : String(Number(num(value).toPrecision(precision || 1))),
      );
    default:
      return refuse(`the verb %${verb} is not one of format's`);
  }
}

const hex = (text: string) => Buffer.from(text, 'utf8').toString('hex');

/** Go writes at least two digits. */
function exponent(text: string): string {
  return text.replace(/e([+-])(\d)$/, 'e$10$2');
}

function padded(text: string, flags: string, width: number, verb: string): string {
  const missing = width - [...text].length;
  if (missing <= 0) return text;
  if (flags.includes('-')) return text + ' '.repeat(missing);
  const isNumber = 'dboxXfeg'.includes(verb);
  if (!flags.includes('0') || !isNumber) return ' '.repeat(missing) + text;
  const [, sign = '', digits = ''] = /^([+-]?)(.*)$/s.exec(text) ?? [];
  return sign + '0'.repeat(missing) + digits;
}
