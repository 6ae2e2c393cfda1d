/** Functions of points in time, in RFC 3339. */
import { type Functions, refuse, str } from './arguments.ts';

export const TIMES: Functions = {
  formatdate: (pattern, time) => formatted(str(pattern), moment(str(time))),
  timeadd: (time, duration) => utc(moment(str(time)).at + milliseconds(str(duration))),
  timecmp: (one, other) => Math.sign(moment(str(one)).at - moment(str(other)).at),
};

interface Moment {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Minutes east of Greenwich. */
  readonly offset: number;
}

function moment(text: string): Moment {
  const match = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(Z|[+-]\d\d:\d\d)$/.exec(text);
  const at = match ? Date.parse(text) : Number.NaN;
  if (!match || Number.isNaN(at)) return refuse(`${JSON.stringify(text)} is not a time in RFC 3339`);
  const zone = match[1]!;
  const sign = zone.startsWith('-') ? -1 : 1;
  const offset = zone === 'Z' ? 0 : sign * (Number(zone.slice(1, 3)) * 60 + Number(zone.slice(4)));
  return { at, offset };
}

function utc(at: number): string {
  return new Date(at).toISOString().replace(/\.\d+Z$/, 'Z');
}

const UNITS: Readonly<Record<string, number>> = {
  h: 3_600_000,
  m: 60_000,
  s: 1000,
  ms: 1,
  us: 1e-3,
  µs: 1e-3,
  ns: 1e-6,
};

function milliseconds(text: string): number {
  if (!/^[+-]?(?:\d+(?:\.\d+)?(?:h|ms|m|s|us|µs|ns))+$/.test(text))
    return refuse(`${JSON.stringify(text)} is not a duration`);
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(h|ms|m|s|us|µs|ns)/g)];
  const sum = parts.reduce((total, [, n, unit]) => total + Number(n) * UNITS[unit!]!, 0);
  return text.startsWith('-') ? -sum : sum;
}

const MONTHS = 'January February March April May June July August September October November December'.split(' ');
const DAYS = 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' ');

function formatted(pattern: string, { at, offset }: Moment): string {
  const local = new Date(at + offset * 60_000);
  const two = (n: number) => String(n).padStart(2, '0');
  const hour = local.getUTCHours() % 12 || 12;
  const zone = (colon: string) => {
    const minutes = Math.abs(offset);
    return `${offset < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}${colon}${two(minutes % 60)}`;
  };
  const values: Readonly<Record<string, () => string>> = {
    YYYY: () => String(local.getUTCFullYear()).padStart(4, '0'),
    YY: () => two(local.getUTCFullYear() % 100),
    MMMM: () => MONTHS[local.getUTCMonth()]!,
    MMM: () => MONTHS[local.getUTCMonth()]!.slice(0, 3),
    MM: () => two(local.getUTCMonth() + 1),
    M: () => String(local.getUTCMonth() + 1),
    DD: () => two(local.getUTCDate()),
    D: () => String(local.getUTCDate()),
    EEEE: () => DAYS[local.getUTCDay()]!,
    EEE: () => DAYS[local.getUTCDay()]!.slice(0, 3),
    hh: () => two(local.getUTCHours()),
    h: () => String(local.getUTCHours()),
    HH: () => two(hour),
    H: () => String(hour),
    AA: () => (local.getUTCHours() < 12 ? 'AM' : 'PM'),
    aa: () => (local.getUTCHours() < 12 ? 'am' : 'pm'),
    mm: () => two(local.getUTCMinutes()),
    m: () => String(local.getUTCMinutes()),
    ss: () => two(local.getUTCSeconds()),
    s: () => String(local.getUTCSeconds()),
    ZZZZZ: () => zone(':'),
    ZZZZ: () => zone(''),
    ZZZ: () => (offset === 0 ? 'UTC' : zone('')),
    Z: () => (offset === 0 ? 'Z' : zone(':')),
  };
  return pattern.replace(/'((?:[^']|'')*)'|([A-Za-z])\2*/g, (whole, quoted: string | undefined) => {
    if (quoted !== undefined) return quoted.replaceAll("''", "'");
    return values[whole]?.() ?? refuse(`${JSON.stringify(whole)} is not a part of a date`);
  });
}
