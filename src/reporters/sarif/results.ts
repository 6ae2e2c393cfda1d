import type { Result } from 'sarif';
import type { Finding } from '../../findings/index.ts';
import { oneLine, sentence } from '../inert.ts';
import { qualifiedName } from '../subject.ts';
import { primaryLocation, relatedLocations } from './places.ts';

/** Related places that the message itself names; the others are listed beside it. */
const LINKS = 5;

export interface ResultContext {
  readonly ruleIndex: ReadonlyMap<string, number>;
  readonly anchor: string | undefined;
  readonly fingerprints: (finding: Finding) => Record<string, string>;
}

export function result(finding: Finding, context: ResultContext): Result {
  const related = relatedLocations(finding);
  const text = messageText(finding);
  const links = related.slice(0, LINKS).map((place) => `[${linkText(place.message?.text ?? '')}](${place.id})`);
  return {
    ruleId: finding.rule,
    ruleIndex: context.ruleIndex.get(finding.rule) ?? -1,
    kind: 'fail',
    level: finding.level,
    message: { text: links.length === 0 ? text : `${text} See ${links.join(', ')}.` },
    locations: [primaryLocation(finding, context.anchor)],
    ...(related.length > 0 && { relatedLocations: related }),
    partialFingerprints: context.fingerprints(finding),
    ...(finding.status !== 'open' && { suppressions: [suppression(finding)] }),
  };
}

/**
 * What, then what to do: the first sentence is an alert's title, the rest is all that a pull request shows. The name
 * tells apart what one line makes, and what has no line.
 */
function messageText(finding: Finding): string {
  const what = oneLine(finding.message).replace(/\.$/, '');
  const name = qualifiedName(finding.subject);
  const where = what.includes(name) ? '' : ` (${oneLine(name)})`;
  return [`${withoutLinks(what + where)}.`, withoutLinks(sentence(finding.fix))]
    .filter((part) => part !== '')
    .join(' ');
}

/** `[text](target)` is a link in a SARIF message. Names hold brackets too, so the pair is parted. */
function withoutLinks(text: string): string {
  return text.replaceAll('](', '] (');
}

function linkText(text: string): string {
  return withoutLinks(text.replace(/\.$/, '')).replace(/[\\[\]]/g, '\\$&');
}

/** Comments, tags, config and baseline look the same in the report. None of them must be in the file of the result. */
function suppression(finding: Finding): NonNullable<Result['suppressions']>[number] {
  const reason = oneLine(finding.justification ?? (finding.status === 'baselined' ? 'Known from the baseline.' : ''));
  return { kind: 'external', status: 'accepted', ...(reason !== '' && { justification: reason }) };
}
