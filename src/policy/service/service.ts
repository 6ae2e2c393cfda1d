import { type AccessLevel, type ActionSlice, actionSlice } from '../../aws/actions/load.ts';
import { matches, type Pattern } from '../document/pattern.ts';
import { plainText, type Text, toPattern } from '../document/policy-string.ts';
import type { PreparedStatement } from '../document/prepared.ts';
import { carriedActions } from './planes.ts';
import { prefixesOf } from './prefixes.ts';
import { rankOf } from './telling.ts';
import { type Nobody, onlyCaller, opensToAnybody } from './unsigned.ts';

/** An action of the endpoint's service; `name` null: one that no data knows yet. */
export interface ServiceAction {
  readonly prefix: string;
  readonly name: string | null;
  /** `s3:PutObject`; for the unnamed one a stand-in that only wildcards match. */
  readonly text: string;
  readonly level: AccessLevel;
  readonly templates: readonly { readonly type: string; readonly template: string }[];
  /** Accepts any shape of resource, or none. */
  readonly anyShape: boolean;
  readonly writes: boolean;
  /** Names of the resource types, in one text. */
  readonly types: string;
  /** `text` in lower case: IAM compares actions so. */
  readonly lower: string;
  /** The lower, the more it says to a reader. */
  readonly rank: number;
  /** The only callers of it; null where IAM principals can. */
  readonly only: Nobody | null;
  /** Callers without credentials can, where the resource lets them. */
  readonly openToAnybody: boolean;
}

/** What the endpoint's service offers; `prefixes` null when that is not known. */
export interface ServiceData {
  readonly prefixes: readonly string[] | null;
  readonly slices: readonly ActionSlice[];
  readonly actions: readonly ServiceAction[];
  /** Keys with several values, lower case. */
  readonly multi: ReadonlySet<string>;
  /** Keys of the service, as AWS writes them. */
  readonly keys: readonly string[];
}

/** A name no pattern spells: only wildcards match it. */
const UNNAMED = 'Unnamed\u2026Action\u2026\u2026';

/** Any ARN of any service: what the resource of an unknown service may look like. Those of S3 have no account. */
const ANY_TEMPLATES = [
  'arn:${Partition}:*:*:${Account}:*',
  'arn:${Partition}:s3:::${BucketName}',
  'arn:${Partition}:s3:::${BucketName}/${ObjectName}',
].map((template) => ({ type: '*', template }));

const cache = new Map<string, ServiceData>();

/** The actions of an endpoint service, most telling first, and one unnamed action for each prefix. */
export function serviceData(service: string | null): ServiceData {
  const known = cache.get(service ?? '');
  if (known !== undefined) return known;
  const prefixes = service === null ? null : prefixesOf(service);
  const slices = (prefixes ?? []).map(actionSlice).filter((slice) => slice !== null);
  const data: ServiceData = {
    prefixes,
    slices,
    actions:
      prefixes === null
        ? [unnamed('*', ANY_TEMPLATES)]
        : prefixes.flatMap((prefix) => actionsOf(prefix, slices, carriedActions(service!))),
    multi: new Set(slices.flatMap((slice) => [...slice.multi])),
    keys: slices.flatMap((slice) => slice.keys),
  };
  cache.set(service ?? '', data);
  return data;
}

function actionsOf(
  prefix: string,
  slices: readonly ActionSlice[],
  carries: (name: string) => boolean,
): ServiceAction[] {
  const slice = slices.find((each) => each.prefix === prefix);
  if (slice === undefined) return [unnamed(prefix, ANY_TEMPLATES.slice(0, 1))];
  const carriedHere = [...slice.actions].filter(([name]) => carries(name));
  const actions = carriedHere.map(([, info]): ServiceAction => {
    const templates = info.types.flatMap((type) =>
      (slice.types.get(type) ?? []).map((template) => ({ type, template })),
    );
    templates.sort((a, b) => plainness(a.template) - plainness(b.template));
    const text = `${prefix}:${info.name}`;
    const writes = info.level !== 'Read' && info.level !== 'List';
    return {
      prefix,
      name: info.name,
      text,
      lower: text.toLowerCase(),
      level: info.level,
      templates,
      types: info.types.join(),
      anyShape: false,
      writes,
      rank: rankOf(prefix, info, templates.length > 0),
      only: onlyCaller(text.toLowerCase()),
      openToAnybody: opensToAnybody(prefix),
    };
  });
  actions.sort((a, b) => a.rank - b.rank);
  const all = [...slice.types].flatMap(([type, templates]) => templates.map((template) => ({ type, template })));
  return [...actions, unnamed(prefix, all)];
}

/** Plain resources before access points and the like. */
function plainness(template: string): number {
  return /:s3:::/.test(template) ? 0 : template.length;
}

function unnamed(prefix: string, templates: ServiceAction['templates']): ServiceAction {
  const text = `${prefix}:${UNNAMED}`;
  return {
    prefix,
    name: null,
    text,
    lower: text.toLowerCase(),
    level: 'Write',
    templates,
    types: 'any',
    anyShape: true,
    writes: true,
    rank: Number.POSITIVE_INFINITY,
    only: null,
    openToAnybody: opensToAnybody(prefix),
  };
}

/** Whether an action falls under a statement's Action or NotAction. */
export type Match = 'yes' | 'maybe' | 'no';

/** Answers for one statement which actions it names. */
export function actionMatcher(statement: PreparedStatement, service: ServiceData): (action: ServiceAction) => Match {
  const { action: element, unknown } = statement.source;
  const open = element.open !== null || unknown !== null;
  const everything = statement.actions.some((text) => text.pieces.length === 1 && text.pieces[0]!.kind === 'many');
  // Most actions are written out.
  const exact = new Set<string>();
  const patterns: { must: Pattern | null; may: Pattern | null }[] = [];
  for (const text of statement.actions) {
    const plain = plainText(text);
    if (plain !== null) exact.add(plain.toLowerCase());
    else patterns.push({ must: patternOf(text, 'must'), may: patternOf(text, 'may') });
  }
  const listed = (text: string): Match => {
    if (exact.has(text)) return 'yes';
    let found: Match = open ? 'maybe' : 'no';
    for (const { must, may } of patterns) {
      if (must !== null && matches(must, text)) return 'yes';
      if (must === null && may !== null && matches(may, text)) found = 'maybe';
    }
    return found;
  };
  return (action) => {
    if (element.missing) return open ? 'maybe' : 'no';
    if (everything) return element.not ? 'no' : 'yes';
    let found = listed(action.lower);
    // Of a service whose prefix is not known, any action pattern may name something.
    if (found === 'no' && service.prefixes === null && statement.actions.length > 0) found = 'maybe';
    if (!element.not || found === 'maybe') return found;
    return found === 'yes' ? 'no' : 'yes';
  };
}

function patternOf(text: Text, mode: 'must' | 'may'): Pattern | null {
  const pattern = toPattern(text, { mode, bind: () => 'absent' });
  return pattern === null ? null : { tokens: pattern.tokens.map((token) => lowerToken(token)) };
}

function lowerToken(token: number): number {
  return token >= 65 && token <= 90 ? token + 32 : token;
}
