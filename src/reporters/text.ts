/** Text of inputs is not trusted. Characters that could control a terminal or a log are made visible before printing. */
import { table } from '../base/table.ts';

/** Controls (C0, C1, DEL), line and paragraph separators, bidi and invisible formatting marks, lone surrogates, tags. */
const UNSAFE =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]|\p{Cs}/gu;

/** Whether a text is of letters, digits, marks and blanks only: most are, and this look costs little. */
export function isPrintable(text: string): boolean {
  return PRINTABLE.test(text);
}

const PRINTABLE = /^[ -~]*$/;

const NAMED: Readonly<Record<string, string>> = table({ '\n': '\\n', '\r': '\\r', '\t': '\\t' });

/**
 * What pipelines read as a command in the log of a job: Azure Pipelines `##vso[` anywhere in a line, GitHub Actions `##[`
 * anywhere and `::name` where a line begins, which may be at any word of a text that is wrapped.
 */
const LOG_COMMAND = /##(?=(?:vso)?\[)|(?<=^| )::(?=[a-z-]*[g-z-][a-z-]*(?:[ :]|$))/gi;

/** A text for a terminal or a log: visible, and no command to the pipeline that shows the log. */
export function plain(text: string): string {
  return visible(text).replace(LOG_COMMAND, (mark) => (mark === '##' ? '\\x23#' : '\\x3a:'));
}

/** A text that cannot break out of its line or reorder it: `\x1b`, `\n`, `\u202e` in place of what they stand for. */
export function visible(text: string): string {
  if (isPrintable(text)) return text;
  return text.replace(UNSAFE, (mark) => {
    const hex = mark.codePointAt(0)!.toString(16);
    if (NAMED[mark] !== undefined) return NAMED[mark];
    return hex.length <= 2 ? `\\x${hex.padStart(2, '0')}` : `\\u${hex.length > 4 ? `{${hex}}` : hex.padStart(4, '0')}`;
  });
}

/**
 * JSON from which readers get the same value, and a terminal or a log that shows it gets no control, mark or command: JSON
 * can escape every character.
 */
export function jsonText(value: unknown, indent?: number): string {
  const text = JSON.stringify(value, null, indent).replace(/##(?=(?:vso)?\[)/gi, '\\u0023#');
  if (/^[\n -~]*$/.test(text)) return text;
  const unit = (code: number) => `\\u${code.toString(16).padStart(4, '0')}`;
  // Line feeds are those of the indent.
  return text.replace(UNSAFE, (mark) =>
    mark === '\n' ? mark : [...Array(mark.length).keys()].map((i) => unit(mark.charCodeAt(i))).join(''),
  );
}

const ESCAPE_CODES = /\u001b(?:\[[0-9;]*m|\]8;[^\u0007\u001b]*(?:\u0007|\u001b\\))/g;
/** East Asian wide and emoji ranges, coarsely: enough to keep columns straight. */
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1f64f}\u{1f900}-\u{1f9ff}\u{20000}-\u{3fffd}]/u;
const COMBINING = /\p{Mn}|\p{Me}/u;

/** Columns a text takes on a terminal. */
export function width(text: string): number {
  if (isPrintable(text)) return text.length;
  let columns = 0;
  for (const character of text.replace(ESCAPE_CODES, '')) {
    if (character <= '\u00ff') columns += 1;
    else if (!COMBINING.test(character)) columns += WIDE.test(character) ? 2 : 1;
  }
  return columns;
}

/** Breaks a text at blanks into lines of at most `columns`; a longer word keeps a line of its own. */
export function wrap(text: string, columns: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && width(line) + 1 + width(word) > columns) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}
