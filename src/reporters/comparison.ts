/** What is new, gone and changed between two reports, for people and for programs. */
import { count } from '../base/words.ts';
import type { Comparison, Finding } from '../findings/index.ts';
import { labelOf } from '../findings/subject.ts';
import { logLine } from './inert.ts';
import { findingJson } from './json.ts';
import { code, words } from './markdown/escape.ts';
import { type Paint, paint } from './paint.ts';
import { namedMessage } from './subject.ts';
import { jsonText } from './text.ts';

export function comparisonText(comparison: Comparison, color: boolean): string {
  const style = paint(color);
  const lines = [
    ...comparison.new.map((finding) => row(style.red('new'), finding, style)),
    ...comparison.changed.map(({ now, what }) => row(style.yellow('changed'), now, style, what.join(', '))),
    ...comparison.unknown.map(({ before, because }) => row(style.cyan('unknown'), before, style, because)),
    ...comparison.gone.map((finding) => row(style.green('gone'), finding, style)),
    comparisonLine(comparison),
  ];
  return lines.map((line) => `${line}\n`).join('');
}

function row(word: string, finding: Finding, { bold, dim }: Paint, more?: string): string {
  const place = placeOf(finding);
  const why = more === undefined ? '' : ` ${dim(`(${logLine(more)})`)}`;
  const message = logLine(finding.location.file === null ? finding.message : namedMessage(finding));
  return `${word}: ${bold(logLine(place))}: ${finding.level} ${message} ${dim(`[${logLine(finding.rule)}]`)}${why}`;
}

/** An account is part of the name where there are many. */
function placeOf({ location: { file, line }, subject }: Finding): string {
  if (file !== null) return line === null ? file : `${file}:${line}`;
  return [subject.account, subject.region, labelOf(subject)].filter((part) => part !== null).join(' ');
}

/** `2 new, 1 changed, 3 gone, 40 unchanged`. */
export function comparisonLine({ new: added, changed, gone, unknown, unchanged }: Comparison): string {
  const known = [`${added.length} new`, `${changed.length} changed`, `${gone.length} gone`];
  const open = unknown.length === 0 ? [] : [`${unknown.length} unknown`];
  return [...known, ...open, `${unchanged} unchanged`].join(', ');
}

export function comparisonJson({ new: added, changed, gone, unknown, unchanged }: Comparison): string {
  const value = {
    schemaVersion: 1,
    new: added.map(findingJson),
    changed: changed.map(({ now, before, what }) => ({ what, before: findingJson(before), now: findingJson(now) })),
    gone: gone.map(findingJson),
    unknown: unknown.map(({ before, because }) => ({ because, before: findingJson(before) })),
    summary: {
      new: added.length,
      changed: changed.length,
      gone: gone.length,
      unknown: unknown.length,
      unchanged,
    },
  };
  return `${jsonText(value, 2)}\n`;
}

export function comparisonMarkdown(comparison: Comparison): string {
  const lists: readonly (readonly [string, readonly string[]])[] = [
    ['New', comparison.new.map(item)],
    ['Changed', comparison.changed.map(({ now, what }) => `${item(now)} (${words(what.join(', '))})`)],
    ['Unknown', comparison.unknown.map(({ before, because }) => `${item(before)} (${words(because)})`)],
    ['Gone', comparison.gone.map(item)],
  ];
  const parts = lists
    .filter(([, items]) => items.length > 0)
    .map(([title, items]) => `### ${title}\n\n${items.map((each) => `- ${each}\n`).join('')}`);
  return [
    `## vpce-lint: ${count(comparison.new.length, 'new finding')}\n\n${comparisonLine(comparison)}\n`,
    ...parts,
  ].join('\n');
}

function item(finding: Finding): string {
  return `${finding.level} ${code(placeOf(finding))} ${words(namedMessage(finding))} ${code(finding.rule)}`;
}
