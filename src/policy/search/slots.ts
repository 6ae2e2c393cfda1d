import { partitionName } from '../../aws/index.ts';
import type { EndpointFacts } from '../document/endpoint-facts.ts';
import { ANY, DIGIT, LOWER, literal, many, NAME, one, some } from '../document/pattern.ts';
import { OWN_ID, OWN_VPC } from '../document/prepared.ts';
import { MULTI_KEYS, roleOf } from '../service/keys.ts';
import { carried } from '../service/known-keys.ts';
import type { ServiceData } from '../service/service.ts';
import { type Lang, lang, sharedLang } from './automaton.ts';
import type { Caller, Names, Owner } from './classes.ts';
import type { Slot } from './constraint.ts';
import { type Domain, value } from './domain.ts';
import type { Mentions } from './mentions.ts';
import { regionOf, timesFrom, vpcArn } from './path-keys.ts';
import { accountArn, instanceKey, PRINCIPAL_TYPES, principalArn, userId } from './principal-keys.ts';

/** What a request of a class carries. */
export interface Domains {
  /** `key` in lower case. */
  of(key: string, caller: Caller, owner: Owner): Domain;
  /** The account of the endpoint. If it is not known, an account that no policy names. */
  readonly ownAccount: string;
  /** The present moment, by the keys that tell it. */
  readonly now: ReadonlyMap<string, string>;
  readonly partition: string;
}

/** How the action data ends keys that take a tag key. */
const TAG_KEY = `/$\{tagkey}`;

const ABSENT: Domain = { kind: 'absent' };
const DOUBTFUL: Domain = { kind: 'doubtful' };

const VPCE_SHAPE = lang([{ tokens: [...literal('vpce-'), ...some(LOWER)] }]);
const VPC_SHAPE = lang([{ tokens: [...literal('vpc-'), ...some(LOWER)] }]);
const ACCOUNT_SHAPE = lang([{ tokens: Array<number>(12).fill(one(DIGIT)) }]);
const ORG_SHAPE = lang([{ tokens: [...literal('o-'), ...some(LOWER)] }]);
const BOOLEAN_SHAPE = lang([{ tokens: literal('true') }, { tokens: literal('false') }]);
const PATHS_SHAPE = lang([{ tokens: [...literal('o-'), ...some(LOWER), ...literal('/'), many(ANY)] }]);

/**
 * The owner that a request names if its action has no resource. It seems to be the caller's own account, but AWS does
 * not say so for every action.
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
    if (who.account === null) return key === 'ec2:owner' ? ABSENT : unowned(key);
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
      // Images and snapshots have it: an account, or a word where they are AWS's or of its marketplace.
      case 'ec2:owner': {
        const names = who.kind === 'aws' ? ['amazon', 'aws-marketplace'] : [who.account];
        return made(`${key}:${names.join()}`, who.freshAccount, () => ({
          key,
          shape: lang(names.map((name) => ({ tokens: literal(name) }))),
          never: null,
          optional: true,
          samples: names,
        }));
      }
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
