import { partitionName } from '../../aws/index.ts';
import type { EndpointFacts } from '../document/endpoint-facts.ts';
import {
  ANY,
  DIGIT,
  LOWER,
  literal,
  many,
  NAME,
  NOCOLON,
  one,
  type Pattern,
  some,
  UPPER,
} from '../document/pattern.ts';
import { OWN_ID, OWN_VPC } from '../document/prepared.ts';
import { MULTI_KEYS, roleOf } from '../service/keys.ts';
import { type Lang, lang } from './automaton.ts';
import type { Caller, Names, Owner } from './classes.ts';
import type { Slot } from './constraint.ts';
import type { Mentions } from './mentions.ts';

/** What a class of requests has for a key. */
export type Domain =
  | { readonly kind: 'absent' }
  /** One value; `fresh` when it equals nothing the policy names, unknown parts included. */
  | { readonly kind: 'value'; readonly value: string; readonly fresh: boolean }
  /** One value that is not known yet, but looks like this; `value` stands for it. */
  | { readonly kind: 'unknown'; readonly value: string; readonly shape: Lang }
  | { readonly kind: 'slot'; readonly slot: Slot; readonly fresh: boolean };

/** What a request of a class carries. */
export interface Domains {
  /** `key` in lower case. */
  of(key: string, caller: Caller, owner: Owner): Domain;
  readonly partition: string;
}

/** How the action data ends keys that take a tag key. */
const TAG_KEY = `/$\{tagkey}`;

const ABSENT: Domain = { kind: 'absent' };
const value = (text: string, fresh = false): Domain => ({ kind: 'value', value: text, fresh });

const VPCE_SHAPE = lang([{ tokens: [...literal('vpce-'), ...some(LOWER)] }]);
const VPC_SHAPE = lang([{ tokens: [...literal('vpc-'), ...some(LOWER)] }]);
const ACCOUNT_SHAPE = lang([{ tokens: Array<number>(12).fill(one(DIGIT)) }]);
const ORG_SHAPE = lang([{ tokens: [...literal('o-'), ...some(LOWER)] }]);
const PATHS_SHAPE = lang([{ tokens: [...literal('o-'), ...some(LOWER), ...literal('/'), many(ANY)] }]);

/**
 * What a request says of the owner where its action takes no resource: the caller's own account, it seems, but AWS does
 * not say so of every action.
 */
function unowned(key: string): Domain {
  if (key === 'aws:resourceorgid') return { kind: 'unknown', value: 'o-notdocumented', shape: ORG_SHAPE };
  if (key === 'aws:resourceorgpaths') return { kind: 'unknown', value: 'o-notdocumented/r-own/', shape: PATHS_SHAPE };
  return { kind: 'unknown', value: '000000000000', shape: ACCOUNT_SHAPE };
}

/** Builds the table of what each class has for each key. */
export function domainsFor(
  facts: EndpointFacts,
  mentions: Mentions,
  names: Names,
  multi: ReadonlySet<string>,
): Domains {
  const partition = partitionName(facts.region);
  const now = facts.now ?? new Date();
  const slots = new Map<string, Domain>();
  const made = (id: string, fresh: boolean, make: () => Omit<Slot, 'id' | 'multi'>): Domain => {
    const known = slots.get(id);
    if (known !== undefined) return known;
    const slot = make();
    const domain: Domain = { kind: 'slot', slot: { ...slot, id, multi: isMulti(slot.key) }, fresh };
    slots.set(id, domain);
    return domain;
  };
  const isMulti = (key: string): boolean =>
    MULTI_KEYS.has(key) || multi.has(key) || multi.has(key.replace(/\/.*$/, TAG_KEY));
  const free = (key: string, samples: readonly string[] = []): Domain =>
    made(`free:${key}`, false, () => ({ key, shape: null, never: null, optional: true, samples }));

  const path = (key: string): Domain => {
    switch (key) {
      case 'aws:sourcevpce':
        return facts.id != null ? value(facts.id) : { kind: 'unknown', value: OWN_ID, shape: VPCE_SHAPE };
      case 'aws:sourcevpc':
        return facts.vpcId != null ? value(facts.vpcId) : { kind: 'unknown', value: OWN_VPC, shape: VPC_SHAPE };
      case 'aws:currenttime':
        return value(now.toISOString());
      case 'aws:epochtime':
        return value(String(Math.floor(now.getTime() / 1000)));
      case 'aws:vpceaccount':
        return made(key, false, () => ({
          key,
          shape: facts.ownerId == null ? ACCOUNT_SHAPE : lang([{ tokens: literal(names.owner) }]),
          never: null,
          optional: true,
          samples: [names.owner],
        }));
      // Whose organization the endpoint is in no input tells.
      case 'aws:vpceorgid':
        return { kind: 'unknown', value: 'o-endpoint000', shape: ORG_SHAPE };
      case 'aws:vpceorgpaths':
        return { kind: 'unknown', value: 'o-endpoint000/r-own/', shape: PATHS_SHAPE };
      case 'aws:sourcevpcarn':
        return made(key, false, () => ({
          key,
          shape: vpcArnShape(facts, partition),
          never: null,
          optional: true,
          samples: [],
        }));
      default:
        return ABSENT;
    }
  };

  const pathsOf = (key: string, organization: string | null, fresh: boolean): Domain => {
    if (organization === null) return ABSENT;
    const tokens = [...literal(`${organization}/r-`), ...some(LOWER), ...literal('/')];
    const deeper = [...literal(`${organization}/r-`), ...some(LOWER), ...literal('/ou-'), many(ANY), ...literal('/')];
    return made(`${key}:${organization}`, fresh, () => ({
      key,
      shape: lang([{ tokens }, { tokens: deeper }]),
      never: null,
      optional: false,
      samples: [`${organization}/r-ab12/ou-ab12-11111111/ou-ab12-22222222/`],
    }));
  };

  const caller = (key: string, who: Caller): Domain => {
    if (who.kind === 'federated') return key === 'aws:viaawsservice' ? value('false') : ABSENT;
    if (who.kind === 'anonymous') return anonymous(key);
    if (who.kind === 'service') return service(key, who);
    const account = who.account!;
    switch (key) {
      case 'aws:principalaccount':
      case 'kms:calleraccount':
        return value(account, who.freshAccount);
      case 'aws:principalorgid':
        return who.organization === null ? ABSENT : value(who.organization, who.freshOrganization);
      case 'aws:principalorgpaths':
        return pathsOf(key, who.organization, who.freshOrganization);
      case 'aws:principaltype':
        return value(who.form === 'role' ? 'AssumedRole' : who.form === 'user' ? 'User' : 'Account');
      case 'aws:principalisawsservice':
        return value('false');
      case 'aws:viaawsservice':
        return value(who.forwarded ? 'true' : 'false');
      case 'aws:principalarn':
        return made(`${key}:${who.form}:${account}`, who.freshAccount, () =>
          principalArn(who.form, account, partition),
        );
      case 'aws:userid':
        return made(`${key}:${who.form}:${account}`, who.freshAccount, () => userId(who, mentions));
      case 'aws:calledvia':
      case 'aws:calledviafirst':
      case 'aws:calledvialast':
      case 'kms:viaservice':
        return who.forwarded ? free(key, ['cloudformation.amazonaws.com']) : ABSENT;
      case 'ec2:sourceinstancearn':
        return made(`${key}:${account}`, who.freshAccount, () =>
          accountArn(key, 'ec2', account, 'instance/', partition),
        );
      case 'lambda:sourcefunctionarn':
        return made(`${key}:${account}`, who.freshAccount, () =>
          accountArn(key, 'lambda', account, 'function:', partition),
        );
      case 'aws:ec2instancesourcevpc':
      case 'aws:ec2instancesourceprivateipv4':
        return made(`${key}:${who.freshAccount}`, who.freshAccount, () => instanceKey(key, who, mentions));
      case 'aws:principalservicename':
      case 'aws:principalservicenameslist':
      case 'aws:sourceaccount':
      case 'aws:sourcearn':
      case 'aws:sourceorgid':
      case 'aws:sourceorgpaths':
        return ABSENT;
      default:
        return free(key);
    }
  };

  const anonymous = (key: string): Domain => {
    switch (key) {
      case 'aws:principalaccount':
      case 'kms:calleraccount':
      case 'aws:userid':
        return value('anonymous', true);
      case 'aws:principaltype':
        return value('Anonymous');
      case 'aws:viaawsservice':
        return value('false');
      default:
        return ABSENT;
    }
  };

  const service = (key: string, who: Caller): Domain => {
    switch (key) {
      case 'aws:principalaccount':
      case 'kms:calleraccount':
        return value(who.account!, true);
      case 'aws:principaltype':
        return value('Service');
      case 'aws:principalisawsservice':
        return value('true');
      case 'aws:viaawsservice':
        return value('false');
      case 'aws:principalservicename':
        return made(key, false, () => ({
          key,
          shape: lang([
            { tokens: [...some(NAME), ...literal('.amazonaws.com')] },
            { tokens: [...some(ANY), ...literal('.amazonaws.com')] },
          ]),
          never: null,
          optional: false,
          samples: ['logging.s3.amazonaws.com'],
        }));
      case 'aws:principalarn':
        return made(`${key}:service`, true, () => principalArn('role', who.account!, partition));
      case 'aws:userid':
        return made(`${key}:service`, true, () => userId(who, mentions));
      case 'aws:principalservicenameslist':
      case 'aws:sourceaccount':
      case 'aws:sourcearn':
      case 'aws:sourceorgid':
      case 'aws:sourceorgpaths':
        return free(key);
      default:
        return ABSENT;
    }
  };

  const ownerKey = (key: string, who: Owner): Domain => {
    if (who.account === null) return unowned(key);
    switch (key) {
      case 'aws:resourceaccount':
        return value(who.account, who.freshAccount);
      case 's3:resourceaccount':
        return facts.service === null || /^s3/.test(facts.service) ? value(who.account, who.freshAccount) : ABSENT;
      case 's3:dataaccesspointaccount':
        return made(`${key}:${who.account}`, who.freshAccount, () => ({
          key,
          shape: lang([{ tokens: literal(who.account!) }]),
          never: null,
          optional: true,
          samples: [],
        }));
      case 'aws:resourceorgid':
        return who.organization === null ? ABSENT : value(who.organization, who.freshOrganization);
      default:
        return pathsOf(key, who.organization, who.freshOrganization);
    }
  };

  // Asked for again and again: by key, then by the id of the class that fixes it.
  const known = new Map<string, Domain[]>();
  return {
    partition,
    of(key, who, owner) {
      let domains = known.get(key);
      if (domains === undefined) {
        domains = [];
        known.set(key, domains);
      }
      const role = roleOf(key);
      const index = role === 'caller' ? who.id : role === 'owner' ? owner.id : 0;
      let domain = domains[index];
      if (domain === undefined) {
        domain =
          role === 'path'
            ? path(key)
            : role === 'caller'
              ? caller(key, who)
              : role === 'owner'
                ? ownerKey(key, owner)
                : free(key);
        domains[index] = domain;
      }
      return domain;
    },
  };
}

function vpcArnShape(facts: EndpointFacts, partition: string): Lang {
  const vpc = facts.vpcId != null ? literal(facts.vpcId) : [...literal('vpc-'), ...some(LOWER)];
  const account = facts.ownerId != null ? literal(facts.ownerId) : some(DIGIT);
  const region = facts.region != null ? literal(facts.region) : some(NOCOLON);
  return lang([
    {
      tokens: [
        ...literal(`arn:${partition}:ec2:`),
        ...region,
        ...literal(':'),
        ...account,
        ...literal(':vpc/'),
        ...vpc,
      ],
    },
  ]);
}

function principalArn(form: Caller['form'], account: string, partition: string): Omit<Slot, 'id' | 'multi'> {
  const key = 'aws:principalarn';
  const prefix = `arn:${partition}:iam::${account}:`;
  if (form === 'root') {
    return {
      key,
      shape: lang([{ tokens: literal(`${prefix}root`) }]),
      never: null,
      optional: false,
      samples: [`${prefix}root`],
    };
  }
  const plain: Pattern = { tokens: [...literal(`${prefix}${form}/`), ...some(NAME)] };
  const pathed: Pattern = { tokens: [...literal(`${prefix}${form}/`), ...some(NOCOLON)] };
  return { key, shape: lang([plain, pathed]), never: null, optional: false, samples: [`${prefix}${form}/r0`] };
}

function userId(who: Caller, mentions: Mentions): Omit<Slot, 'id' | 'multi'> {
  const key = 'aws:userid';
  const named = who.freshAccount ? [...(mentions.ids.get(key) ?? [])] : [];
  const never = named.length === 0 ? null : lang(named.map((id) => ({ tokens: [...literal(id), many(ANY)] })));
  if (who.form === 'root') {
    return { key, shape: lang([{ tokens: literal(who.account!) }]), never, optional: false, samples: [who.account!] };
  }
  const prefix = who.form === 'role' ? 'AROA' : 'AIDA';
  const id = [...literal(prefix), ...Array<number>(12).fill(one(UPPER)), many(UPPER)];
  const tokens = who.form === 'role' ? [...id, ...literal(':'), ...some(ANY)] : id;
  const sample = `${prefix}${who.freshAccount ? 'OUTSIDER' : 'EXAMPLE0'}000000001${who.form === 'role' ? ':s' : ''}`;
  return { key, shape: lang([{ tokens }]), never, optional: false, samples: [sample] };
}

function accountArn(
  key: string,
  service: string,
  account: string,
  kind: string,
  partition: string,
): Omit<Slot, 'id' | 'multi'> {
  const tokens = [
    ...literal(`arn:${partition}:${service}:`),
    ...some(NOCOLON),
    ...literal(`:${account}:${kind}`),
    ...some(ANY),
  ];
  return { key, shape: lang([{ tokens }]), never: null, optional: true, samples: [] };
}

/** VPC and address of the instance the credentials were given to: a stranger's are never the named ones. */
function instanceKey(key: string, who: Caller, mentions: Mentions): Omit<Slot, 'id' | 'multi'> {
  const named = who.freshAccount ? [...(mentions.ids.get(key) ?? [])] : [];
  const never = named.length === 0 ? null : lang(named.map((id) => ({ tokens: literal(id) })));
  const shape = key === 'aws:ec2instancesourcevpc' ? VPC_SHAPE : null;
  return { key, shape, never, optional: true, samples: [] };
}
