/** Names come from tags, files and other people's plans: none may command a terminal, a log parser or a web page. */

// C0 and C1 controls, DEL, line and paragraph separators, bidirectional controls, zero-width marks, lone surrogates.
const UNSAFE = /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]|\p{Surrogate}/gu;

/** The text as one line without control, direction and invisible characters: blanks for white space, `\u{1b}` for the rest. */
export function oneLine(text: string): string {
  return text.replace(/\s*[\r\n\t\u2028\u2029]\s*/g, ' ').replace(UNSAFE, visible);
}

function visible(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return code >= 0xd800 && code <= 0xdfff ? '\ufffd' : `\\u{${code.toString(16)}}`;
}

/** The text as one sentence with its full stop. */
export function sentence(text: string): string {
  const line = oneLine(text).trim();
  return line === '' || /[.!?]$/.test(line) ? line : `${line}.`;
}

/** The text, or its beginning and an ellipsis where it is longer than `most` UTF-16 units. Never cuts a character in two. */
export function clip(text: string, most: number): string {
  if (text.length <= most) return text;
  return `${text.slice(0, most - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}

/** `1 error`, `2 errors`. */
export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
