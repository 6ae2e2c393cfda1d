/** Names come from tags, files and other people's plans: none may command a log parser or a web page. */
import { isPrintable, plain, visible } from './text.ts';

/** The text on one line, white space as blanks, control, direction and invisible characters made visible. */
export function oneLine(text: string): string {
  return isPrintable(text) ? text : visible(text.replace(/\s*[\r\n\t\u2028\u2029]\s*/g, ' '));
}

/** The text on one line of a log. */
export function logLine(text: string): string {
  return plain(oneLine(text));
}

/** The text as one sentence with its full stop. */
export function sentence(text: string): string {
  const line = oneLine(text).trim();
  return line === '' || /[.!?]$/.test(line) ? line : `${line}.`;
}

/** The text, or its beginning and an ellipsis if it is longer than `most` UTF-16 units. Never splits a character. */
export function clip(text: string, most: number): string {
  if (text.length <= most) return text;
  return `${text.slice(0, most - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}
