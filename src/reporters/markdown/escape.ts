import { table } from '../../base/table.ts';
import { oneLine } from '../inert.ts';

/** A zero-width blank: keeps GitHub from reading a mention, a reference or an address, and shows as nothing. */
const APART = '\u200b';

// Where a backslash does not do: in a table cell it may come to stand before a pipe.
const ENTITY: Readonly<Record<string, string>> = table({
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '|': '&#124;',
  '\\': '&#92;',
});

/**
 * Text as plain words in GitHub's Markdown, also in table cells. It can form no HTML, link, mention or reference. The
 * only markup is code in backticks, which our own sentences use.
 */
export function words(text: string): string {
  return oneLine(text)
    .trim()
    .replace(/`[\w .:/*-]+`|[&<>|\\`*_[\]#!~$]/g, (part) => ENTITY[part] ?? (part.length > 1 ? part : `\\${part}`))
    .replace(/^[-+=]/, '\\$&')
    .replace(/^(\d+)([.)])/, '$1\\$2')
    .replace(/@(?=[\w-])/g, `@${APART}`)
    .replace(/\\#(?=\d)/g, `\\#${APART}`)
    .replace(/:(?=\/\/|\w+:)/g, `:${APART}`)
    .replace(/\bwww\./gi, `www${APART}.`);
}

/** A name, set as code. A span can hold neither a backtick nor, in a table, a pipe or a backslash before one. */
export function code(text: string): string {
  const line = oneLine(text).trim();
  if (line === '') return '–';
  return /[`|\\]|##/.test(line) ? `<code>${words(line)}</code>` : `\`${line}\``;
}

/** Text inside an HTML element on an HTML line, where Markdown does not reach and mentions in `<code>` do not count. */
export function html(text: string): string {
  return oneLine(text)
    .trim()
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll('##', '&#35;&#35;');
}

/** A link whose target is ours; plain words if the target is not a web address. */
export function link(label: string, url: string): string {
  return /^https?:\/\/[\w.-]+(\/[\w./#?=&%~+-]*)?$/.test(url) ? `[${label}](${url})` : label;
}

/**
 * Text that reads the same in raw and in rendered Markdown. Invisible blanks keep a link, an image, HTML, a mention or a
 * block from forming. Nothing else changes.
 */
export function asText(text: string): string {
  return oneLine(text)
    .trim()
    .replace(/@(?=[\w-])|#(?=\d)|\](?=[([:])|<(?=[a-z/!?])|:(?=\/\/)|\bwww(?=\.)/gi, `$&${APART}`)
    .replace(/^(?=[#>*+~`|=\-\d\\ ])/, APART);
}
