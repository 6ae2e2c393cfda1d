import { table } from '../base/table.ts';
import { count } from '../base/words.ts';
import type { Finding, Report } from '../findings/index.ts';
import { labelOf } from '../findings/subject.ts';
import { behind, causesOf, sentencesOf } from './causes.ts';
import { gapLines } from './gaps.ts';
import { clip, oneLine } from './inert.ts';
import type { Reporter } from './reporter.ts';
import { namedMessage } from './subject.ts';
import { configLine, type Facts, summaryLine } from './summary.ts';
import { openFindings, worstFirst } from './worst-first.ts';

/** Annotations of one kind that GitHub shows for a step; the rest stay in the log, unseen. */
const SHOWN = 10;
/** Findings that the closing notice names one by one. */
const LISTED = 50;
/** Causes of undecided checks that it names. */
const CAUSES_LISTED = 3;

type Kind = 'error' | 'warning' | 'notice';

const KIND: Record<Finding['level'], Kind> = table({ error: 'error', warning: 'warning', note: 'notice' });

/** `--format github`. */
export const github: Reporter = (report, { judged, managed }) => toAnnotations(report, { judged, managed });

/**
 * Workflow commands that GitHub Actions turns into annotations: one on each line, worst first, at most ten of a kind. A
 * last notice says how many are left out. A plain line if there is nothing to annotate.
 */
export function toAnnotations(report: Report, facts: Omit<Facts, 'elapsedMs'>): string {
  const room: Record<Kind, number> = { error: SHOWN, warning: SHOWN, notice: SHOWN - 1 };
  const lines: string[] = [];
  const rest: Finding[] = [];

  if (!report.complete) {
    lines.push(command('error', { title: 'vpce-lint: incomplete run' }, gapsText(report)));
    room.error--;
  }
  for (const finding of worstFirst(openFindings(report.findings))) {
    const kind = KIND[finding.level];
    if (room[kind]-- > 0) lines.push(annotation(kind, finding));
    else rest.push(finding);
  }
  const closing = [...restText(rest), ...undecidedText(report)];
  if (closing.length > 0) lines.push(command('notice', { title: 'vpce-lint' }, closing.join('\n')));
  // Counts and the config only: a plain line may hold no other name, since the runner reads commands out of any line.
  lines.push(...configLine(report), summaryLine(report, { ...facts, elapsedMs: null }));
  return `${lines.join('\n')}\n`;
}

function annotation(kind: Kind, finding: Finding): string {
  const { file, line, column } = finding.location;
  const place = file === null ? {} : { file, ...(line !== null && { line, endLine: line, col: column }) };
  return command(kind, { ...place, title: finding.rule }, bodyText(finding));
}

function bodyText(finding: Finding): string {
  return [namedMessage(finding), `Why: ${finding.why}`, `Fix: ${finding.fix}`].map(oneLine).join('\n');
}

function restText(rest: readonly Finding[]): string[] {
  if (rest.length === 0) return [];
  const head = `${count(rest.length, 'more finding')}, because GitHub shows only ${SHOWN} of a level for each step:`;
  const lines = rest
    .slice(0, LISTED)
    .map((finding) => oneLine(`${finding.level} ${finding.rule}: ${titleOf(finding)}`));
  if (rest.length > LISTED) lines.push(`and ${rest.length - LISTED} more`);
  return [head, ...lines];
}

function titleOf(finding: Finding): string {
  const { file, line } = finding.location;
  const place = file === null ? labelOf(finding.subject) : `${file}${line === null ? '' : `:${line}`}`;
  return `${finding.message} (${place})`;
}

/** How many checks could not be decided, and the causes of most of them. */
function undecidedText({ undecided }: Report): string[] {
  if (undecided.length === 0) return [];
  const causes = causesOf(undecided);
  const lines = causes.slice(0, CAUSES_LISTED).map((cause) => oneLine(`${behind(cause)}: ${sentencesOf(cause)}`));
  const left = causes.length - lines.length;
  return [
    `${count(undecided.length, 'check')} could not be decided, because the input lacks some facts.`,
    ...lines,
    ...(left === 0 ? [] : [`and ${left} more causes`]),
  ];
}

function gapsText(report: Report): string {
  return gapLines(report).slice(0, LISTED).join('\n');
}

function command(kind: Kind, properties: Readonly<Record<string, string | number | null>>, message: string): string {
  const written = Object.entries(properties)
    .filter(([, value]) => value !== null)
    .map(([key, value]) => `${key}=${escapeProperty(String(value))}`);
  return `::${kind} ${written.join(',')}::${escapeData(clip(message, 4000))}`;
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(oneLine(text)).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
