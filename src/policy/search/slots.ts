import { partitionName } from '../../aws/index.ts';
import type { EndpointFacts } from '../document/endpoint-facts.ts';
import { ANY, DIGIT, LOWER, literal, many, NAME, NOCOLON, one, PRINTING, some, UPPER } from '../document/pattern.ts';
import { OWN_ID, OWN_VPC } from '../document/prepared.ts';
import { MULTI_KEYS, roleOf, TIME_KEYS } from '../service/keys.ts';
import { carried } from '../service/known-keys.ts';
import type { ServiceData } from '../service/service.ts';
import { type Lang, lang, sharedLang } from './automaton.ts';
import type { Caller, Names, Owner } from './classes.ts';
import type { Slot } from './constraint.ts';
import type { Mentions } from './mentions.ts';

/** What a class of requests has for a key. */
export type Domain =
  | { readonly kind: 'absent' }
  /** One value; `fresh` when it equals nothing the policy names, unknown parts included. */
  | { readonly kind: 'value'; readonly value: string; readonly fresh: boolean }
  /** One value that is not known yet, but looks like this; `value` stands for it. `optional`: or none at all. */
  | { readonly kind: 'unknown'; readonly value: string; readonly shape: Lang; readonly optional?: true }
  /** Whether requests carry the key at all is not known. */
  | { readonly kind: 'doubtful' }
  | { readonly kind: 'slot'; readonly slot: Slot; readonly fresh: boolean };

/** What a request of a class carries. */
export interface Domains {
  /** `key` in lower case. */
  of(key: string, caller: Caller, owner: Owner): Domain;
  /** The account of the endpoint; one that nobody names where it is not known. */
  readonly ownAccount: string;
  /** The present moment, by the keys that tell it. */
  readonly now: ReadonlyMap<string, string>;
  readonly partition: string;
}

/** How the action data ends keys that take a tag key. */
const TAG_KEY = `/$\{tagkey}`;

const ABSENT: Domain = { kind: 'absent' };
const DOUBTFUL: Domain = { kind: 'doubtful' };
const value = (text: string, fresh = false): Domain => ({ kind: 'value', value: text, fresh });

const VPCE_SHAPE = lang([{ tokens: [...literal('vpce-'), ...some(LOWER)] }]);
const VPC_SHAPE = lang([{ tokens: [...literal('vpc-'), ...some(LOWER)] }]);
const ACCOUNT_SHAPE = lang([{ tokens: Array<number>(12).fill(one(DIGIT)) }]);
const ORG_SHAPE = lang([{ tokens: [...literal('o-'), ...some(LOWER)] }]);
const REGION_SHAPE = lang([{ tokens: [...some(LOWER), ...literal('-'), ...some(LOWER), ...literal('-'), one(DIGIT)] }]);
const BOOLEAN_SHAPE = lang([{ tokens: literal('true') }, { tokens: literal('false') }]);
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
export function domainsFor(facts: EndpointFacts, mentions: Mentions, names: Names, data: ServiceData): Domains {
  const { multi } = data;
  const partition = partitionName(facts.region);
  const times = timesFrom(facts.now ?? new Date(), mentions);
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

  /** From now on: what held before is over. With one moment only there is nothing to choose. */
  const moment = (key: string, texts: readonly string[]): Domain =>
    texts.length === 1
      ? value(texts[0]!)
      : made(key, false, () => ({
          key,
          shape: lang(texts.map((text) => ({ tokens: literal(text) }))),
          never: null,
          optional: false,
          samples: texts,
        }));

  const path = (key: string): Domain => {
    switch (key) {
      case 'aws:sourcevpce':
        return facts.id != null ? value(facts.id) : { kind: 'unknown', value: OWN_ID, shape: VPCE_SHAPE };
      case 'aws:sourcevpc':
        return facts.vpcId != null ? value(facts.vpcId) : { kind: 'unknown', value: OWN_VPC, shape: VPC_SHAPE };
      case 'aws:currenttime':
        return moment(
          key,
          times.map((time) => new Date(time).toISOString()),
        );
      case 'aws:epochtime':
        return moment(
          key,
          times.map((time) => String(Math.floor(time / 1000))),
        );
      case 'aws:requestedregion':
        return regionOf(facts);
      case 'aws:vpceaccount':
        return facts.ownerId != null
          ? value(facts.ownerId)
          : { kind: 'unknown', value: names.owner, shape: ACCOUNT_SHAPE };
      // Whose organization the endpoint is in, and whether in any, no input tells.
      case 'aws:vpceorgid':
        return { kind: 'unknown', value: 'o-endpoint000', shape: ORG_SHAPE, optional: true };
      case 'aws:vpceorgpaths':
        return { kind: 'unknown', value: 'o-endpoint000/r-own/', shape: PATHS_SHAPE, optional: true };
      case 'aws:sourcevpcarn':
        return vpcArn(facts, partition);
      default:
        return ABSENT;
    }
  };

  const pathsOf = (key: string, organization: string | null, fresh: boolean): Domain => {
    if (organization === null) return ABSENT;
    const root = [...literal(`${organization}/r-`), ...some(LOWER)];
    const tokens = [...root, ...literal('/')];
    const deeper = [...root, ...literal('/ou-'), many(ANY), ...literal('/')];
    return made(`${key}:${organization}`, fresh, () => ({
      key,
      shape: sharedLang(`paths ${organization}`, () => [{ tokens }, { tokens: deeper }]),
      never: null,
      optional: false,
      samples: [`${organization}/r-ab12/ou-ab12-11111111/ou-ab12-22222222/`],
    }));
  };

  /** Chosen by the caller, but part of every request. */
  const always = (key: string, samples: readonly string[], shape: Lang | null = null): Domain =>
    made(`always:${key}`, false, () => ({ key, shape, never: null, optional: false, samples }));

  const chosen = (key: string): Domain => {
    if (key === 'aws:securetransport') return always(key, ['true', 'false'], BOOLEAN_SHAPE);
    return key === 'aws:vpcsourceip' ? always(key, ['10.0.0.10']) : free(key);
  };

  const caller = (key: string, who: Caller): Domain => {
    if (who.kind === 'federated' || who.kind === 'visitor')
      return key === 'aws:viaawsservice' ? value('false') : ABSENT;
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
        return value(PRINCIPAL_TYPES[who.form]);
      case 'aws:username':
        return who.form === 'user' ? always(key, ['alice']) : ABSENT;
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
        return value(who.account, who.freshAccount);
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
    ownAccount: names.owner,
    now: new Map([
      ['aws:currenttime', new Date(times[0]!).toISOString()],
      ['aws:epochtime', String(Math.floor(times[0]! / 1000))],
    ]),
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
        const has = carried(key, data);
        domain =
          has !== 'yes'
            ? has === 'no'
              ? ABSENT
              : DOUBTFUL
            : role === 'path'
              ? path(key)
              : role === 'caller'
                ? caller(key, who)
                : role === 'owner'
                  ? ownerKey(key, owner)
                  : chosen(key);
        domains[index] = domain;
      }
      return domain;
    },
  };
}

/** The moments at which conditions on the time come out differently, from now on. */
function timesFrom(now: Date, { keys, times }: Mentions): number[] {
  const start = now.getTime();
  // Both keys tell the same time: chosen apart they could contradict each other.
  if ([...TIME_KEYS].every((key) => keys.has(key))) return [start];
  const later = [...times].flatMap((time) => [time - 1000, time, time + 1000]).filter((time) => time > start);
  return [...new Set([start, ...later.sort((a, b) => a - b)])];
}

/** Services of one Region for the whole partition, and those that serve several: which Region a request names is not sure. */
const BEYOND_REGION = new Set([
  'account',
  'billing',
  'budgets',
  'ce',
  'cloudfront',
  'globalaccelerator',
  'health',
  'iam',
  'networkmanager',
  'organizations',
  'pricing.api',
  'route53',
  's3-global.accesspoint',
  'savingsplans',
  'shield',
  'support',
  'trustedadvisor',
]);

/** The Region a request through the endpoint is made to. */
function regionOf({ region, service }: EndpointFacts): Domain {
  if (region != null && !BEYOND_REGION.has(service ?? '')) return value(region);
  return { kind: 'unknown', value: 'not-known-0', shape: REGION_SHAPE };
}

function vpcArn({ vpcId, ownerId, region }: EndpointFacts, partition: string): Domain {
  if (vpcId != null && ownerId != null && region != null)
    return value(`arn:${partition}:ec2:${region}:${ownerId}:vpc/${vpcId}`);
  const tokens = [
    ...literal(`arn:${partition}:ec2:`),
    ...(region == null ? some(NOCOLON) : literal(region)),
    ...literal(':'),
    ...(ownerId == null ? Array<number>(12).fill(one(DIGIT)) : literal(ownerId)),
    ...literal(':vpc/'),
    ...(vpcId == null ? [...literal('vpc-'), ...some(LOWER)] : literal(vpcId)),
  ];
  const parts = [region ?? 'not-known-0', ownerId ?? '000000000000', `vpc/${vpcId ?? OWN_VPC}`];
  return { kind: 'unknown', value: `arn:${partition}:ec2:${parts.join(':')}`, shape: lang([{ tokens }]) };
}

/** aws:PrincipalType by form of principal. */
const PRINCIPAL_TYPES: Readonly<Record<Caller['form'], string>> = {
  role: 'AssumedRole',
  user: 'User',
  root: 'Account',
  'federated-user': 'FederatedUser',
};

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
  if (form === 'federated-user') {
    const start = `arn:${partition}:sts::${account}:federated-user/`;
    const tokens = [...literal(start), ...some(NAME)];
    return { key, shape: lang([{ tokens }]), never: null, optional: false, samples: [`${start}alice`] };
  }
  const shape = sharedLang(`principal ${prefix}${form}/`, () => [
    { tokens: [...literal(`${prefix}${form}/`), ...some(NAME)] },
    { tokens: [...literal(`${prefix}${form}/`), ...some(PRINTING)] },
  ]);
  const sample = `${prefix}${form}/${form === 'role' ? 'developer' : 'alice'}`;
  return { key, shape, never: null, optional: false, samples: [sample] };
}

function userId(who: Caller, mentions: Mentions): Omit<Slot, 'id' | 'multi'> {
  const key = 'aws:userid';
  const named = who.freshAccount ? [...(mentions.ids.get(key) ?? [])] : [];
  const never = named.length === 0 ? null : lang(named.map((id) => ({ tokens: [...literal(id), many(ANY)] })));
  if (who.form === 'root') {
    return { key, shape: lang([{ tokens: literal(who.account!) }]), never, optional: false, samples: [who.account!] };
  }
  if (who.form === 'federated-user') {
    const tokens = [...literal(`${who.account}:`), ...some(NAME)];
    return { key, shape: lang([{ tokens }]), never, optional: false, samples: [`${who.account}:alice`] };
  }
  const prefix = who.form === 'role' ? 'AROA' : 'AIDA';
  const id = [...literal(prefix), ...Array<number>(12).fill(one(UPPER)), many(UPPER)];
  const tokens = who.form === 'role' ? [...id, ...literal(':'), ...some(ANY)] : id;
  const sample = `${prefix}${who.freshAccount ? 'OUTSIDER' : 'EXAMPLE0'}000000001${who.form === 'role' ? ':session' : ''}`;
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
