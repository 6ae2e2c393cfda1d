import { type Finding, labelOf } from '../../findings/index.ts';
import { clip } from '../inert.ts';
import { plain, width, wrap } from '../text.ts';
import type { Block } from './group.ts';
import { INDENT, indented, labelled, type Page, placeText, spread } from './page.ts';

const LONGEST_EVIDENCE = 400;
const FOLD_SHOWN = 8;

/** What, where, why, what to do. The first finding of a fold stands for all of them, without what is true only of itself. */
export function findingText(finding: Finding, { alike, findings }: Block, page: Page): string {
  return [
    ...headLines(finding, alike.length, page),
    ...(alike.length === 0 ? whereLines(finding, findings, page) : []),
    ...(finding.status === 'open'
      ? adviceLines(finding, page)
      : labelled('reason', finding.justification ?? '(none given)', page)),
    ...finding.assumed.flatMap((assumed) => labelled('assumes', assumed, page)),
    ...(alike.length === 0 ? ownLines(finding, page) : foldLines([finding, ...alike], page)),
  ].join('\n');
}

/** Of findings of one block at one place the first shows the code. */
function whereLines(finding: Finding, block: readonly Finding[], page: Page): string[] {
  const place = placeText(finding.location);
  const first = block.find(({ location }) => placeText(location) === place);
  const [line, ...rest] = placeLines(finding, page);
  if (first === finding || line === undefined)
    return [...placeLines(finding, page), ...frameLines(finding.location, page)];
  return [`${line}${page.paint.dim(' (as above)')}`, ...rest];
}

/** Why and what to do: in full where the page first says it of the rule. */
function adviceLines({ rule, why, fix, subject }: Finding, page: Page): string[] {
  const lines = (['why', 'fix'] as const).map((label) => {
    const text = label === 'why' ? why : fix;
    const key = `${rule} ${label} ${text}`;
    const teller = page.told.get(key);
    if (teller === undefined) page.told.set(key, labelOf(subject));
    return { label, teller, lines: labelled(label, text, page) };
  });
  const [first, second] = lines as [(typeof lines)[number], (typeof lines)[number]];
  if (first.teller !== undefined && second.teller !== undefined)
    return labelled('fix', `as for ${second.teller} above`, page);
  return lines.flatMap((each) => (each.teller === undefined ? each.lines : []));
}

function headLines(finding: Finding, others: number, page: Page): string[] {
  const { paint } = page;
  const level = finding.status === 'open' ? finding.level : finding.status;
  const colored =
    finding.status === 'open'
      ? { error: paint.red, warning: paint.yellow, note: paint.cyan }[finding.level]
      : paint.dim;
  const alike = others === 0 ? '' : ` (same for ${others} more)`;
  // `suppressed` and `baselined` are wider than the column of the levels.
  const lead = `  ${colored(level.padEnd(INDENT - 3))} `;
  const [first = '', ...rest] = wrap(`${plain(finding.message)}${alike}`, page.width - width(lead));
  const lines = [`${lead}${paint.bold(first)}`, ...rest.map((line) => indented(paint.bold(line)))];
  const rule = paint.link(paint.dim(plain(finding.rule)), finding.helpUrl);
  return [...lines.slice(0, -1), ...spread(lines.at(-1)!, rule, page.width)];
}

/** On a line of its own, so that a terminal makes a link of it. */
function placeLines({ location, subject }: Finding, page: Page): string[] {
  const place = placeText(location);
  return place === '' || (location.line === null && subject.address === null) ? [] : [indented(page.paint.dim(place))];
}

/** The line of code and the one above it, numbered, with a mark under what is meant. */
function frameLines({ text, above, line, column, endColumn }: Finding['location'], page: Page): string[] {
  if (text == null || line === null || column === null || page.quiet) return [];
  const { dim, red } = page.paint;
  const digits = String(line).length;
  const room = page.width - INDENT - digits - 5;
  const row = (mark: string, number: string, code: string) =>
    indented(`${red(mark)} ${dim(`${number.padStart(digits)} |`)} ${code}`.trimEnd());
  const before = shownCode(text.slice(0, column - 1));
  const length = Math.max(1, Math.min((endColumn ?? column + 1) - column, room - width(before)));
  return [
    ...(above == null || line === 1 ? [] : [row(' ', String(line - 1), clip(shownCode(above), room))]),
    row('>', String(line), clip(shownCode(text), room)),
    ...(width(before) < room ? [row(' ', '', `${' '.repeat(width(before))}${red('^'.repeat(length))}`)] : []),
  ];
}

function shownCode(text: string): string {
  return plain(text.replaceAll('\t', '  '));
}

function ownLines({ related, evidence }: Finding, page: Page): string[] {
  const see = related.flatMap(({ message, location }) => {
    const lines = labelled('see', message, page);
    const place = placeText(location);
    return place === '' ? lines : [...lines.slice(0, -1), ...spread(lines.at(-1)!, page.paint.dim(place), page.width)];
  });
  if (!page.verbose) return see;
  const facts = Object.entries(evidence).flatMap(([key, value]) =>
    labelled('evidence', `${key}: ${clip(spaced(value), LONGEST_EVIDENCE)}`, page),
  );
  return [...see, ...facts];
}

/** JSON that wraps at its commas. */
function spaced(value: unknown): string {
  return (JSON.stringify(value, null, 1) ?? '').replaceAll(/\n */g, ' ');
}

function foldLines(findings: readonly Finding[], page: Page): string[] {
  const shown = page.verbose ? findings : findings.slice(0, FOLD_SHOWN);
  const lines = shown.flatMap(({ subject, location }) => {
    const [line = ''] = labelled('at', labelOf(subject), page);
    return spread(line, page.paint.dim(placeText(location)), page.width);
  });
  const left = findings.length - shown.length;
  return left === 0 ? lines : [...lines, ...labelled('', `and ${left} more (use --verbose to list all)`, page)];
}
