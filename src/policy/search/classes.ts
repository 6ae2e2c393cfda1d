import { isConfigured, type Trust } from '../../model/trust.ts';
import type { EndpointFacts } from '../document/endpoint-facts.ts';
import type { Pattern } from '../document/pattern.ts';
import { parseText, toPattern } from '../document/policy-string.ts';
import type { Nobody } from '../service/unsigned.ts';
import { type Lang, lang } from './automaton.ts';
import type { Literal } from './constraint.ts';
import type { Mentions } from './mentions.ts';

/** A class of callers that no policy over the mentioned names can tell apart. */
export interface Caller {
  readonly id: number;
  /**
   * `service`: an AWS service by itself. `federated`: web identity and SAML logins. `visitor`: anyone who is about to
   * sign in. The last two carry no principal keys.
   */
  readonly kind: 'iam' | 'service' | Nobody;
  /** An AWS service on behalf of the caller. */
  readonly forwarded: boolean;
  readonly form: 'role' | 'user' | 'root' | 'federated-user';
  readonly account: string | null;
  readonly organization: string | null;
  /** The account or organization is external: equal to nothing that the policy names, unknown parts included. */
  readonly freshAccount: boolean;
  readonly freshOrganization: boolean;
  readonly outside: Outside;
}

/** A class of resource owners. */
export interface Owner {
  readonly id: number;
  /** `aws`: AWS itself; `none`: the action has no resource. */
  readonly kind: 'account' | 'aws' | 'none';
  readonly account: string | null;
  readonly organization: string | null;
  readonly freshAccount: boolean;
  readonly freshOrganization: boolean;
  readonly outside: Outside;
}

/** Whether a class lies outside the trust boundary, under which further conditions, or only perhaps (`maybe`). */
export interface Outside {
  readonly is: 'yes' | 'no' | 'maybe';
  readonly provided: readonly Literal[];
}

const INSIDE: Outside = { is: 'no', provided: [] };
const OUTSIDE: Outside = { is: 'yes', provided: [] };

/** External accounts, as they appear in witnesses; others are created if a policy names one of them. */
const STRANGERS = ['999988887777', '888877776666', '777766665555', '666655554444', '555544443333', '444433332222'];

/** Names for those a policy does not name. */
export interface Names {
  readonly owner: string;
  readonly stranger: string;
  readonly loner: string;
  readonly service: string;
  readonly aws: string;
  readonly strangerOrganization: string;
  readonly awsOrganization: string;
}

export function namesFor(mentions: Mentions, facts: EndpointFacts, trust: Trust | undefined): Names {
  const taken = new Set([
    ...mentions.accounts,
    ...(trust?.accounts ?? []),
    ...(trust?.resourceAccounts ?? []),
    facts.ownerId ?? '',
  ]);
  const fresh = (candidates: readonly string[]): string => {
    let found = candidates.find((candidate) => !taken.has(candidate));
    for (let number = 900_000_000_001; found === undefined; number += 1_000_007) {
      if (!taken.has(String(number))) found = String(number);
    }
    taken.add(found);
    return found;
  };
  const organizations = new Set([
    ...mentions.organizations,
    ...(trust?.organizations ?? []),
    ...(trust?.resourceOrganizations ?? []),
  ]);
  const freshOrganization = (stem: string): string => {
    let name = stem;
    for (let number = 0; organizations.has(name); number++)
      name = `${stem.slice(0, -3)}${String(number).padStart(3, '0')}`;
    return name;
  };
  return {
    owner: facts.ownerId ?? fresh(['111111111111', '222222222222']),
    stranger: fresh(STRANGERS),
    loner: fresh(STRANGERS),
    service: fresh(['210987654321']),
    aws: fresh(['098765432109']),
    strangerOrganization: freshOrganization('o-outsider000'),
    awsOrganization: freshOrganization('o-awsowned000'),
  };
}

/** The boundary, ready to be asked. */
interface Boundary {
  readonly configured: boolean;
  readonly accounts: ReadonlySet<string>;
  readonly organizations: ReadonlySet<string>;
  readonly resourceAccounts: ReadonlySet<string>;
  readonly resourceOrganizations: ReadonlySet<string>;
  /** Hold of a caller or owner outside the trusted paths, or of a caller that is not a trusted principal. */
  readonly offCallerPaths: Literal | null;
  readonly offOwnerPaths: Literal | null;
  readonly offPrincipals: Literal | null;
  readonly ownerKnown: boolean;
}

function boundaryOf(mentions: Mentions, facts: EndpointFacts, trust: Trust | undefined, names: Names): Boundary {
  if (!isConfigured(trust)) {
    const accounts = new Set([...mentions.admittedAccounts, names.owner]);
    const organizations = mentions.admittedOrganizations;
    return {
      configured: false,
      accounts,
      organizations,
      resourceAccounts: accounts,
      resourceOrganizations: organizations,
      offCallerPaths: null,
      offOwnerPaths: null,
      offPrincipals: null,
      ownerKnown: true,
    };
  }
  const accounts = new Set([...(trust.accounts ?? []), names.owner]);
  const organizations = new Set(trust.organizations);
  const paths = globs(trust.organizationPaths);
  return {
    configured: true,
    accounts,
    organizations,
    resourceAccounts: new Set([...accounts, ...(trust.resourceAccounts ?? [])]),
    resourceOrganizations: new Set([...organizations, ...(trust.resourceOrganizations ?? [])]),
    offCallerPaths: off('aws:principalorgpaths', paths),
    offOwnerPaths: off('aws:resourceorgpaths', paths),
    offPrincipals: off('aws:principalarn', globs(trust.principals)),
    ownerKnown: facts.ownerId != null,
  };
}

function globs(texts: readonly string[] | undefined): Lang | null {
  if (texts === undefined || texts.length === 0) return null;
  const patterns = texts.map((text): Pattern => {
    const ended = /^o-[^*]*\/$/.test(text) ? `${text}*` : text;
    return toPattern(parseText(ended, { wildcards: true, variables: false }), { mode: 'may', bind: () => 'absent' })!;
  });
  return lang(patterns);
}

/** Holds where no value of a key is in the language. */
function off(key: string, language: Lang | null): Literal | null {
  if (language === null) return null;
  return { id: `off:${key}`, key, set: 'all', test: { kind: 'lang', language }, negated: true, absent: true };
}

/** Which features of a policy make further classes differ; without them one of each kind stands for all. */
export interface Interest {
  readonly nobodies: ReadonlySet<Nobody>;
  readonly forwarded: boolean;
  readonly forms: boolean;
}

/** All classes of callers and owners of one analysis. */
export interface Classes {
  readonly callers: readonly Caller[];
  readonly owners: readonly Owner[];
}

/** Builds the classes: own account, each mentioned one, external accounts with and without an organization, and the special kinds. */
export function classesOf(
  mentions: Mentions,
  facts: EndpointFacts,
  trust: Trust | undefined,
  names: Names,
  interest: Interest,
): Classes {
  const boundary = boundaryOf(mentions, facts, trust, names);
  const mentioned = new Set([...mentions.accounts, ...(trust?.accounts ?? []), ...(trust?.resourceAccounts ?? [])]);
  mentioned.delete(names.owner);
  const paths = (trust?.organizationPaths ?? [])
    .map((path) => path.split('/')[0] ?? '')
    .filter((id) => /^o-[a-z0-9]+$/.test(id));
  const named = new Set([
    ...mentions.organizations,
    ...(trust?.organizations ?? []),
    ...(trust?.resourceOrganizations ?? []),
    ...paths,
  ]);
  const organizations: (string | null)[] = [...named, names.strangerOrganization, null];
  const callers: Caller[] = [];
  const owners: Owner[] = [];
  const add = (caller: Omit<Caller, 'id'>): void => void callers.push({ ...caller, id: callers.length });
  const addOwner = (owner: Omit<Owner, 'id'>): void => void owners.push({ ...owner, id: owners.length });

  const accounts: { id: string; fresh: boolean; in: readonly (string | null)[] }[] = [
    { id: names.owner, fresh: false, in: [...named, null, names.strangerOrganization] },
    { id: names.stranger, fresh: true, in: [names.strangerOrganization, ...named] },
    { id: names.loner, fresh: true, in: [null] },
    ...[...mentioned].map((id) => ({ id, fresh: false, in: organizations })),
  ];
  for (const forwarded of interest.forwarded ? [false, true] : [false]) {
    for (const form of interest.forms ? (['role', 'user', 'root', 'federated-user'] as const) : (['role'] as const)) {
      for (const account of accounts) {
        for (const organization of account.in) {
          const outside = forwarded ? INSIDE : callerOutside(boundary, account.id, organization, names);
          add({
            kind: 'iam',
            forwarded,
            form,
            account: account.id,
            organization,
            freshAccount: account.fresh,
            freshOrganization: organization === names.strangerOrganization,
            outside,
          });
        }
      }
    }
  }
  const special = {
    forwarded: false,
    form: 'role',
    organization: null,
    freshAccount: true,
    freshOrganization: true,
  } as const;
  for (const kind of interest.nobodies) {
    // Before sign-in nobody is outside: the account signed in to, which owns the resource, says whose call it is.
    add({ ...special, kind, account: null, outside: kind === 'visitor' ? INSIDE : OUTSIDE });
  }
  add({ ...special, kind: 'service', account: names.service, outside: INSIDE });

  for (const account of accounts) {
    for (const organization of account.in) {
      addOwner({
        kind: 'account',
        account: account.id,
        organization,
        freshAccount: account.fresh,
        freshOrganization: organization === names.strangerOrganization,
        outside: ownerOutside(boundary, account.id, organization, names),
      });
    }
  }
  const fixed = { freshAccount: true, freshOrganization: true, outside: INSIDE } as const;
  addOwner({ ...fixed, kind: 'aws', account: names.aws, organization: names.awsOrganization });
  addOwner({ ...fixed, kind: 'none', account: null, organization: null });
  return { callers, owners };
}

function callerOutside(boundary: Boundary, account: string, organization: string | null, names: Names): Outside {
  if (boundary.accounts.has(account) || (organization !== null && boundary.organizations.has(organization)))
    return INSIDE;
  const provided: Literal[] = [];
  if (boundary.offCallerPaths !== null && organization !== null) provided.push(boundary.offCallerPaths);
  if (boundary.offPrincipals !== null) provided.push(boundary.offPrincipals);
  return { is: mayBeOwner(boundary, account, names) ? 'maybe' : 'yes', provided };
}

function ownerOutside(boundary: Boundary, account: string, organization: string | null, names: Names): Outside {
  if (
    boundary.resourceAccounts.has(account) ||
    (organization !== null && boundary.resourceOrganizations.has(organization))
  ) {
    return INSIDE;
  }
  const provided: Literal[] = [];
  if (boundary.offOwnerPaths !== null && organization !== null) provided.push(boundary.offOwnerPaths);
  return { is: mayBeOwner(boundary, account, names) ? 'maybe' : 'yes', provided };
}

/** With the owner of the endpoint unknown, any account the policy names might be it. */
function mayBeOwner(boundary: Boundary, account: string, names: Names): boolean {
  return boundary.configured && !boundary.ownerKnown && account !== names.stranger && account !== names.loner;
}
