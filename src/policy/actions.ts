import type { Analysis } from './analyze.ts';
import { ANY, literal, many, matches, type Pattern } from './document/pattern.ts';
import type { Place } from './document/place.ts';
import { parseText, toPattern } from './document/policy-string.ts';
import { prepare } from './document/prepared.ts';
import { lang, search } from './search/automaton.ts';
import { actionMatcher, serviceData } from './service/service.ts';

/** An action pattern of a statement, as written. */
export interface NamedAction {
  readonly statement: number;
  readonly action: string;
  readonly place: Place;
}

function named(analysis: Analysis, allowOnly: boolean): NamedAction[] {
  return analysis.policy.statements
    .filter(({ effect, action }) => (effect === 'Allow' && !action.not) || (!allowOnly && effect !== null))
    .flatMap(({ index, action }) =>
      action.items.flatMap(({ value, place }) =>
        typeof value === 'string' ? [{ statement: index, action: value, place }] : [],
      ),
    );
}

function patternOf(action: string): Pattern {
  return toPattern(parseText(action.toLowerCase(), { wildcards: true, variables: false }), {
    mode: 'may',
    bind: () => 'absent',
  })!;
}

/** Actions of Allows that this endpoint never carries: their prefix is another service's. Null when its prefixes are not known. */
export function foreignActions(analysis: Analysis): readonly NamedAction[] | null {
  const { prefixes } = serviceData(analysis.facts.service);
  if (prefixes === null) return null;
  const own = prefixes.map((prefix) => lang([{ tokens: [...literal(`${prefix}:`), many(ANY)] }]));
  return named(analysis, true).filter(({ action }) =>
    own.every((prefix) => search([prefix, lang([patternOf(action)])], [], { left: 1_000 }) === null),
  );
}

/** Whether every Allow names only other services, so that nothing is allowed for that reason. */
export function allForeign(analysis: Analysis): boolean | null {
  const foreign = foreignActions(analysis);
  if (foreign === null || analysis.policy.open !== null) return null;
  const allows = analysis.policy.statements.filter(({ effect, unknown }) => effect === 'Allow' || unknown !== null);
  if (
    allows.some(
      ({ action, unknown }) =>
        unknown !== null || action.open !== null || action.items.some(({ value }) => typeof value !== 'string'),
    )
  ) {
    return null;
  }
  const listed = allows.flatMap(({ action }) => action.items);
  return listed.length > 0 && !allows.some(({ action }) => action.not) && foreign.length === listed.length;
}

/** Action patterns of this service's prefixes that match no known action, with the nearest known name. */
export function unknownActions(analysis: Analysis): readonly (NamedAction & { readonly near: string | null })[] {
  const { slices } = serviceData(analysis.facts.service);
  return named(analysis, false).flatMap((each) => {
    const [prefix, name] = each.action.split(':');
    const slice = slices.find((one) => one.prefix === prefix?.toLowerCase());
    if (slice === undefined || name === undefined) return [];
    const pattern = patternOf(name);
    if ([...slice.actions.keys()].some((known) => matches(pattern, known))) return [];
    return [
      {
        ...each,
        near: nearest(
          name.toLowerCase(),
          [...slice.actions.values()].map((known) => known.name),
        ),
      },
    ];
  });
}

function nearest(name: string, known: readonly string[]): string | null {
  let best: string | null = null;
  let least = 4;
  for (const candidate of known) {
    const distance = editDistance(name, candidate.toLowerCase(), least);
    if (distance < least) {
      least = distance;
      best = candidate;
    }
  }
  return best;
}

/** Levenshtein distance, given up at `limit`. */
function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) >= limit) return limit;
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const swap = a[i - 1] === b[j - 1] ? 0 : 1;
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + swap));
    }
    row = next;
  }
  return Math.min(row[b.length]!, limit);
}

/**
 * S3 statements whose actions and ARNs never meet: object actions on bucket ARNs, or bucket actions on object ARNs.
 * Only statements that are known, and of which no action meets an ARN.
 */
export function mismatchedLevels(
  analysis: Analysis,
): readonly { readonly statement: number; readonly kind: 'object-action' | 'bucket-action' }[] {
  const data = serviceData(analysis.facts.service);
  if (!data.prefixes?.includes('s3')) return [];
  const out: { statement: number; kind: 'object-action' | 'bucket-action' }[] = [];
  for (const statement of prepare(analysis.policy, analysis.facts)) {
    const { resource, effect, action } = statement.source;
    if (effect === null || resource.not || action.not || resource.items.length === 0) continue;
    const arns = resource.items.map(({ value }) => value);
    if (resource.open !== null || action.open !== null || !arns.every((arn) => typeof arn === 'string')) continue;
    const bucketOnly = arns.every((arn) => /^arn:[^:]*:s3:::[^/*?$]+$/.test(arn));
    const objectOnly = arns.every((arn) => /^arn:[^:]*:s3:::[^/*?$]+\//.test(arn));
    if (!bucketOnly && !objectOnly) continue;
    const matcher = actionMatcher(statement, data);
    const matched = data.actions.filter(
      (each) => each.name !== null && matcher(each) === 'yes' && each.templates.length > 0,
    );
    const types = new Set(matched.flatMap(({ templates }) => templates.map(({ type }) => type)));
    if (matched.length === 0) continue;
    if (bucketOnly && types.has('object') && !types.has('bucket'))
      out.push({ statement: statement.index, kind: 'object-action' });
    if (objectOnly && types.has('bucket') && !types.has('object'))
      out.push({ statement: statement.index, kind: 'bucket-action' });
  }
  return out;
}
