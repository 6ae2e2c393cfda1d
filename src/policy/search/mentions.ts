import { parseDate } from '../document/operators.ts';
import { DIGIT, LOWER, literal, one, type Pattern } from '../document/pattern.ts';
import { arnSplit, isEverything, type Piece, plainText, type Text, toPattern } from '../document/policy-string.ts';
import type { PreparedCondition, PreparedStatement } from '../document/prepared.ts';
import { ACCOUNT_KEYS, ARN_KEYS, ORG_KEYS, TIME_KEYS } from '../service/keys.ts';
import { type Budget, lang, search } from './automaton.ts';

/** Accounts, organizations and resources that a policy names: one class of callers and owners each. */
export interface Mentions {
  readonly accounts: ReadonlySet<string>;
  readonly organizations: ReadonlySet<string>;
  /** Those it allows: named by an Allow, or excepted from a Deny. */
  readonly admittedAccounts: ReadonlySet<string>;
  readonly admittedOrganizations: ReadonlySet<string>;
  /** Buckets it allows by their literal name. */
  readonly buckets: ReadonlySet<string>;
  /** ARNs without an account that it allows by their literal text. */
  readonly resources: ReadonlySet<string>;
  /** Literal ids by key, lower case: role ids, instance VPCs. A caller with one of them is not external. */
  readonly ids: ReadonlyMap<string, ReadonlySet<string>>;
  /** What stands for the account in resource ARNs: owners that none of them tells apart can be one. */
  readonly resourceAccounts: readonly Pattern[];
  /** Some resource text is not an ARN of six parts, so that an account may match anywhere in it. */
  readonly looseResources: boolean;
  /** Every key of a condition or variable, lower case. */
  readonly keys: ReadonlySet<string>;
  /** Some principal tells roles, users, roots and federated users of an account apart; `accounts`: on a gateway endpoint. */
  readonly forms: 'always' | 'accounts' | 'never';
  /** Moments that conditions on the time of the request compare with, in milliseconds since 1970. */
  readonly times: ReadonlySet<number>;
}

type Draft = {
  accounts: Set<string>;
  organizations: Set<string>;
  admittedAccounts: Set<string>;
  admittedOrganizations: Set<string>;
  buckets: Set<string>;
  resources: Set<string>;
  ids: Map<string, Set<string>>;
  keys: Set<string>;
  times: Set<number>;
};

/** Stands for the organization that an unknown value names. */
const UNKNOWN_ORGANIZATION = 'o-unknown0000';

const SAMPLES: Budget = { left: 2_000 };

const ACCOUNT = Array<number>(12).fill(one(DIGIT));

/** Reads what the statements name. */
export function mentionsOf(statements: readonly PreparedStatement[]): Mentions {
  const draft: Draft = {
    accounts: new Set(),
    organizations: new Set(),
    admittedAccounts: new Set(),
    admittedOrganizations: new Set(),
    buckets: new Set(),
    resources: new Set(),
    ids: new Map(),
    keys: new Set(),
    times: new Set(),
  };
  let forms: Mentions['forms'] = 'never';
  for (const statement of statements) {
    const allow = statement.source.effect !== 'Deny';
    const { principal, resource } = statement.source;
    for (const { entry, text } of statement.principals) {
      if (entry.type !== 'AWS') continue;
      accountIn(draft, text, allow !== principal.not);
      const told = formsIn(plainText(text), principal.not);
      if (told === 'always' || forms === 'never') forms = told;
    }
    for (const text of statement.resources) resourceText(draft, text, allow !== resource.not);
    for (const key of statement.resourceVariables) draft.keys.add(key);
    for (const condition of statement.conditions) conditionTexts(draft, condition, allow);
  }
  return { ...draft, ...accountsOfResources(statements), forms };
}

function accountsOfResources(
  statements: readonly PreparedStatement[],
): Pick<Mentions, 'resourceAccounts' | 'looseResources'> {
  const found = new Map<string, Pattern>();
  let looseResources = false;
  for (const text of statements.flatMap(({ resources }) => resources)) {
    if (isEverything(text)) continue;
    const pieces = arnSplit(text)?.[4];
    const pattern = pieces && toPattern({ ...text, pieces }, { mode: 'must', bind: () => 'open' });
    if (pattern == null) looseResources = true;
    else found.set(pattern.tokens.join(), pattern);
  }
  return { resourceAccounts: [...found.values()], looseResources };
}

/** What one principal tells apart: a role is none of the other forms, an account stands for all of them. */
function formsIn(plain: string | null, not: boolean): Mentions['forms'] {
  if (plain === '*') return 'never';
  if (not || plain === null) return 'always';
  if (/^(?:\d{12}|arn:[^:]+:iam::\d{12}:root)$/.test(plain)) return 'accounts';
  return /:(?:role|assumed-role)\//.test(plain) ? 'never' : 'always';
}

function account(draft: Draft, id: string | null, admitted: boolean): void {
  if (id === null) return;
  draft.accounts.add(id);
  if (admitted) draft.admittedAccounts.add(id);
}

/** The account of an ARN, or one that a pattern in its place takes: `arn:aws:iam::1111*:role/app`. */
function accountIn(draft: Draft, text: Text, admitted: boolean): void {
  account(draft, accountOf(text), admitted);
  const pieces = arnSplit(text)?.[4];
  if (pieces?.some(({ kind }) => kind === 'text') && literalOf(pieces) === null)
    sampled({ ...text, pieces }, ACCOUNT, (sample) => draft.accounts.add(sample));
}

function organization(draft: Draft, id: string, admitted: boolean): void {
  draft.organizations.add(id);
  if (admitted) draft.admittedOrganizations.add(id);
}

function resourceText(draft: Draft, text: Text, admitted: boolean): void {
  accountIn(draft, text, admitted);
  if (!admitted) return;
  const bucket = bucketOf(text);
  if (bucket !== null) draft.buckets.add(bucket);
  const whole = plainText(text);
  if (whole !== null && /^arn:[^:]*:[^:]*:[^:]*::/.test(whole)) draft.resources.add(whole);
}

function conditionTexts(draft: Draft, condition: PreparedCondition, allow: boolean): void {
  const { key, source, texts } = condition;
  draft.keys.add(key);
  for (const variable of condition.variables) draft.keys.add(variable);
  const admitted = allow !== source.negated;
  if (source.open !== null && ORG_KEYS.has(key)) organization(draft, UNKNOWN_ORGANIZATION, admitted);
  for (const text of texts) {
    const start = leadingText(text);
    const time = TIME_KEYS.has(key) ? parseDate(plainText(text) ?? '') : null;
    if (time !== null) draft.times.add(time);
    if (ACCOUNT_KEYS.has(key)) {
      if (/^\d{12}$/.test(plainText(text) ?? '')) account(draft, plainText(text), admitted);
      else sampled(text, ACCOUNT, (sample) => draft.accounts.add(sample));
    } else if (ARN_KEYS.has(key)) accountIn(draft, text, admitted);
    else if (ORG_KEYS.has(key) && text.unknown !== null) organization(draft, UNKNOWN_ORGANIZATION, admitted);
    else if (ORG_KEYS.has(key)) {
      const found = /^(o-[a-z0-9]+)(\/|$)/.exec(start)?.[1];
      if (found !== undefined && (start.includes('/') || plainText(text) !== null))
        organization(draft, found, admitted);
      else {
        const shape = [...literal('o-'), ...Array<number>(10).fill(one(LOWER))];
        sampled(organizationPart(text), shape, (sample) => draft.organizations.add(sample));
      }
    }
    const id = idOf(key, start, text);
    if (id !== null) draft.ids.set(key, (draft.ids.get(key) ?? new Set()).add(id));
  }
}

/** Of a pattern over ids, one ID that matches: an external caller may have it. */
function sampled(text: Text, shape: readonly number[], add: (sample: string) => void): void {
  const pattern = toPattern(text, { mode: 'must', bind: () => 'open' });
  if (pattern === null) return;
  const sample = search([lang([pattern]), lang([{ tokens: shape } satisfies Pattern])], [], { ...SAMPLES });
  if (sample !== null && sample !== 'budget') add(sample);
}

/** Of an organization path pattern the part before the first slash. */
function organizationPart({ pieces, ...rest }: Text): Text {
  const kept: Text['pieces'][number][] = [];
  for (const piece of pieces) {
    if (piece.kind === 'text' && piece.text.includes('/')) {
      kept.push({ kind: 'text', text: piece.text.slice(0, piece.text.indexOf('/')) });
      break;
    }
    kept.push(piece);
  }
  return { ...rest, pieces: kept };
}

function leadingText({ pieces }: Text): string {
  const [first] = pieces;
  return first?.kind === 'text' ? first.text : '';
}

/** The id that a text fixes, for keys whose values no caller can choose. */
function idOf(key: string, start: string, text: Text): string | null {
  if (key === 'aws:userid') return /^(A[A-Z]{3}[A-Z0-9]{12,})/.exec(start)?.[1] ?? null;
  if (key === 'aws:ec2instancesourcevpc' || key === 'aws:ec2instancesourceprivateipv4') return plainText(text);
  return null;
}

/** The account an ARN text, or a bare account id, names literally. */
function accountOf(text: Text): string | null {
  const whole = plainText(text);
  if (whole !== null && /^\d{12}$/.test(whole)) return whole;
  const account = literalOf(arnSplit(text)?.[4]);
  return account !== null && /^\d{12}$/.test(account) ? account : null;
}

/** The bucket an S3 ARN text names literally, keys aside. */
function bucketOf(text: Text): string | null {
  const parts = arnSplit(text);
  if (parts === null || literalOf(parts[2]) !== 's3' || parts[3]!.length > 0 || parts[4]!.length > 0) return null;
  const [first, ...rest] = parts[5]!;
  if (first?.kind !== 'text') return null;
  const slash = first.text.indexOf('/');
  if (slash > 0) return first.text.slice(0, slash);
  return rest.length === 0 ? first.text : null;
}

function literalOf(pieces: readonly Piece[] | undefined): string | null {
  if (pieces === undefined || pieces.some(({ kind }) => kind !== 'text')) return null;
  return pieces.map((piece) => (piece.kind === 'text' ? piece.text : '')).join('');
}
