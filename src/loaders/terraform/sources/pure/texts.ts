/** Functions of strings. */
import { FunctionError, type Functions, int, LARGEST, refuse, str, strings } from './arguments.ts';
import { re2 } from './libraries.ts';

export const TEXTS: Functions = {
  chomp: (text) => str(text).replace(/[\r\n]+$/, ''),
  endswith: (text, end) => str(text).endsWith(str(end)),
  indent: (spaces, text) => str(text).replaceAll('\n', `\n${' '.repeat(Math.min(Math.max(0, int(spaces)), 1000))}`),
  join: (separator, ...lists) => lists.flatMap((each) => strings(each)).join(str(separator)),
  lower: (text) => str(text).toLowerCase(),
  regex: (pattern, text) => {
    const found = matches(str(pattern), str(text), 1)[0];
    return found === undefined ? refuse('the pattern does not match') : found;
  },
  regexall: (pattern, text) => matches(str(pattern), str(text), LARGEST),
  replace: (text, search, replacement) => replace(str(text), str(search), str(replacement)),
  split: (separator, text) => (str(text) === '' ? [''] : str(text).split(str(separator))),
  startswith: (text, start) => str(text).startsWith(str(start)),
  strcontains: (text, part) => str(text).includes(str(part)),
  strrev: (text) => graphemes(str(text)).reverse().join(''),
  substr: (text, offset, length) => {
    const all = graphemes(str(text));
    const from = int(offset) < 0 ? Math.max(0, all.length + int(offset)) : int(offset);
    return all.slice(from, int(length) < 0 ? undefined : from + int(length)).join('');
  },
  title: (text) =>
    str(text).replace(/(^|\s)(\p{L})/gu, (_, before: string, letter: string) => before + letter.toUpperCase()),
  trim: (text, cut) => trimmed(str(text), new Set(str(cut))),
  trimprefix: (text, prefix) => (str(text).startsWith(str(prefix)) ? str(text).slice(str(prefix).length) : str(text)),
  trimsuffix: (text, suffix) =>
    str(suffix) !== '' && str(text).endsWith(str(suffix)) ? str(text).slice(0, -str(suffix).length) : str(text),
  trimspace: (text) => str(text).trim(),
  upper: (text) => str(text).toUpperCase(),
};

function graphemes(text: string): string[] {
  return [...new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(text)].map(({ segment }) => segment);
}

function trimmed(text: string, cut: ReadonlySet<string>): string {
  const all = [...text];
  let from = 0;
  let to = all.length;
  while (from < to && cut.has(all[from]!)) from += 1;
  while (to > from && cut.has(all[to - 1]!)) to -= 1;
  return all.slice(from, to).join('');
}

function compiled(pattern: string) {
  try {
    return re2().RE2JS.compile(pattern);
  } catch (error) {
    throw new FunctionError(
      `the pattern ${JSON.stringify(pattern)}: ${error instanceof Error ? error.message : 'it is not one'}`,
    );
  }
}

/** Each match: its text, its groups as a list, or as a map where they have names. */
function matches(pattern: string, text: string, most: number): unknown[] {
  const expression = compiled(pattern);
  const matcher = expression.matcher(text);
  const names = Object.keys(expression.namedGroups());
  const out: unknown[] = [];
  while (out.length < most && matcher.find()) {
    const count = matcher.groupCount();
    if (count === 0) out.push(matcher.group());
    else if (names.length > 0) out.push(Object.fromEntries(names.map((name) => [name, matcher.group(name) ?? null])));
    else out.push(Array.from({ length: count }, (_, i) => matcher.group(i + 1) ?? null));
  }
  return out;
}

/** A search between slashes is a regular expression; `$1` and `${name}` in the replacement are its groups. */
function replace(text: string, search: string, replacement: string): string {
  const pattern = /^\/(.*)\/$/s.exec(search)?.[1];
  if (pattern === undefined) {
    if (search === '') return [...text].map((c) => replacement + c).join('') + replacement;
    return text.split(search).join(replacement);
  }
  const matcher = compiled(pattern).matcher(text);
  let out = '';
  let from = 0;
  while (matcher.find()) {
    const group = (name: string) => {
      try {
        return (/^\d+$/.test(name) ? matcher.group(Number(name)) : matcher.group(name)) ?? '';
      } catch {
        return '';
      }
    };
    out += text.slice(from, matcher.start());
    out += replacement.replace(/\$(?:\$|(\w+)|\{(\w+)\})/g, (whole, plain?: string, braced?: string) =>
      whole === '$$' ? '$' : group(plain ?? braced ?? ''),
    );
    from = matcher.end();
    if (out.length > LARGEST) return refuse('the result is too large');
  }
  return out + text.slice(from);
}
