/** The literal text of templates: where it ends, what its escapes mean, how heredocs begin and end. */
import { table } from '../../base/table.ts';
import { identifierEnd, isSpace } from './characters.ts';

const dollar = 0x24;
const percent = 0x25;
const brace = 0x7b;

/** The end of the text at `start` in a quoted template: the closing quote, a sequence, or the end of the line. */
export function quotedTextEnd(text: string, start: number, limit: number): number {
  let at = start;
  while (at < limit) {
    const code = text.charCodeAt(at);
    if (code === 0x22 || code === 0x0a || code === 0x0d) return at;
    if (code === dollar || code === percent) {
      const step = afterMarker(text, at, code);
      if (step === 0) return at;
      at += step;
    } else if (code === 0x5c) at += isNewline(text.charCodeAt(at + 1)) ? 1 : 2;
    else at += 1;
  }
  return limit;
}

/** The same in a heredoc or bare template, where only a line is taken at a time, its newline included. */
export function unquotedTextEnd(text: string, start: number, limit: number): number {
  let at = start;
  while (at < limit) {
    const code = text.charCodeAt(at);
    if (code === 0x0a) return at + 1;
    if (code === dollar || code === percent) {
      const step = afterMarker(text, at, code);
      if (step === 0) return at;
      at += step;
    } else at += 1;
  }
  return limit;
}

/** How much literal text a `$` or `%` at `at` begins: `${` none, `$${` three characters, otherwise itself. */
function afterMarker(text: string, at: number, code: number): number {
  const next = text.charCodeAt(at + 1);
  if (next === brace) return 0;
  return next === code && text.charCodeAt(at + 2) === brace ? 3 : 1;
}

function isNewline(code: number): boolean {
  return code === 0x0a || code === 0x0d;
}

/** The introduction of a heredoc at `start`, where `<<` stands: `<<NAME` or `<<-NAME` and the end of the line. */
export function heredocOpenAt(text: string, start: number, limit: number): { marker: string; end: number } | undefined {
  const name = text.charCodeAt(start + 2) === 0x2d ? start + 3 : start + 2;
  const nameEnd = identifierEnd(text, name, limit);
  if (nameEnd === name) return undefined;
  const newline = text.charCodeAt(nameEnd) === 0x0d ? nameEnd + 1 : nameEnd;
  if (newline >= limit || text.charCodeAt(newline) !== 0x0a) return undefined;
  return { marker: text.slice(name, nameEnd), end: newline + 1 };
}

/**
 * The end of the marker, if the line at `start` closes the heredoc. Such a line has only the marker and any blanks
 * around it, both for `<<` and for `<<-`.
 */
export function heredocCloseAt(text: string, start: number, limit: number, marker: string): number | undefined {
  const from = skipBlanks(text, start, limit);
  const end = from + marker.length;
  if (end > limit || !text.startsWith(marker, from)) return undefined;
  const rest = skipBlanks(text, end, limit);
  return rest >= limit || text.charCodeAt(rest) === 0x0a ? end : undefined;
}

function skipBlanks(text: string, start: number, limit: number): number {
  let at = start;
  while (at < limit) {
    const code = text.charCodeAt(at);
    if (code === 0x0a || !isSpace(code)) break;
    at += 1;
  }
  return at;
}

/** The text of a heredoc or bare template: only `$${` and `%%{` are escapes there. */
export function unescapeUnquoted(raw: string): string {
  return normalise(raw.replace(/\$\$\{|%%\{/g, (sequence) => sequence.slice(1)));
}

const simpleEscapes: Readonly<Record<string, string>> = table({ n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\' });

/** The text of a quoted template; where it has a bad escape, the offset of that. */
export function unescapeQuoted(raw: string): string | { offset: number; reason: string } {
  let bad: { offset: number; reason: string } | undefined;
  const text = raw.replace(/\$\$\{|%%\{|\\u[\dA-Fa-f]{4}|\\U[\dA-Fa-f]{8}|\\.?/gsu, (sequence, offset: number) => {
    if (sequence.charCodeAt(0) !== 0x5c) return sequence.slice(1);
    const value =
      sequence.length > 3 ? scalar(Number.parseInt(sequence.slice(2), 16)) : simpleEscapes[sequence.charAt(1)];
    if (value === undefined) bad ??= { offset, reason: `\`${sequence}\` is not an escape sequence` };
    return value ?? '';
  });
  return bad ?? normalise(text);
}

function scalar(code: number): string | undefined {
  if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) return undefined;
  return String.fromCodePoint(code);
}

/** Strings of HCL are in normal form C. */
function normalise(text: string): string {
  return /[^\0-\x7f]/.test(text) ? text.normalize('NFC') : text;
}
