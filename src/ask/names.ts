/**
 * What answers a DNS name in a VPC: a forwarding rule, a private hosted zone, or the hidden zone of an endpoint with
 * private DNS. The most specific domain wins. A zone without a record for a name answers NXDOMAIN, and nothing else is
 * queried.
 * Source: https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/hosted-zone-private-considerations.html
 */

import { serviceFacts, withoutWildcard } from '../aws/index.ts';
import { oncePer, push } from '../base/memo.ts';
import { isDead } from '../engine/check.ts';
import {
  type Bag,
  type DnsRecord,
  type Endpoint,
  type Entity,
  type HostedZone,
  inVpc,
  is,
  type Network,
  oncePerVpc,
  type Ref,
  type ResolverRule,
  same,
  type Tri,
  type Vpc,
  type ZoneRecords,
} from '../model/index.ts';
import { type PrivateName, privateNames } from './private-names.ts';

export type Answer =
  /** A Resolver rule forwards the name to other DNS servers, which answer. */
  | { readonly by: 'rule'; readonly rule: ResolverRule }
  | { readonly by: 'endpoint'; readonly endpoint: Endpoint }
  | { readonly by: 'zone'; readonly zone: HostedZone; readonly record: DnsRecord }
  /** A zone has the domain but no record for the name, so the answer is NXDOMAIN. */
  | { readonly by: 'no record'; readonly zone: HostedZone }
  /** Nothing private answers, so the public name counts. */
  | { readonly by: 'public' }
  | { readonly by: 'unknown'; readonly because: string };

/** Private hosted zones by domain, and those that may have any domain. */
interface Zones {
  readonly byDomain: ReadonlyMap<string, readonly HostedZone[]>;
  readonly nameless: readonly HostedZone[];
  readonly records: ReadonlyMap<string, ZoneRecords>;
}

const zonesOf = oncePer((net: Network): Zones => {
  const byDomain = new Map<string, HostedZone[]>();
  const nameless: HostedZone[] = [];
  for (const zone of net.hostedZones) {
    if (is(zone.isPrivate, false)) continue;
    if (zone.name.known) push(byDomain, zone.name.value, zone);
    else nameless.push(zone);
  }
  const records = new Map<string, ZoneRecords>();
  for (const of of net.zoneRecords) if (of.zone.is === 'entity') records.set(of.zone.to.key, of);
  return { byDomain, nameless, records };
});

/** Zones of the input for any of these domains, in any VPC, without public ones. `nameless` ones may be such zones. */
export function zonesNamed(
  domains: readonly string[],
  net: Network,
): { readonly sure: readonly HostedZone[]; readonly nameless: readonly HostedZone[] } {
  const { byDomain, nameless } = zonesOf(net);
  return { sure: domains.flatMap((domain) => byDomain.get(domain) ?? []), nameless };
}

/** The records of a zone; undefined if the input has none, so that the zone may answer anything. */
export function recordsOfZone(zone: HostedZone, net: Network): ZoneRecords['records'] | undefined {
  return zonesOf(net).records.get(zone.key)?.records;
}

/** What answers a name in a VPC. */
export function answerTo(name: string, vpc: Ref<Vpc>, net: Network): Answer {
  const { byDomain, nameless } = zonesOf(net);
  const rules = rulesIn(vpc, net);
  let exempt = false;
  for (const domain of domainsOf(name)) {
    for (const rule of rules.byDomain.get(domain) ?? []) {
      if (isAssociated(rule, vpc) !== 'yes' || !rule.type.known)
        return { by: 'unknown', because: `it is not known whether the rule ${rule.key} forwards ${domain}` };
      // A system rule excludes its domain from any broader rule, and the default rule for the root forwards nothing.
      if (rule.type.value !== 'FORWARD') exempt = true;
      else if (!exempt) return { by: 'rule', rule };
    }
    for (const zone of byDomain.get(domain) ?? []) {
      const here = answersIn(zone, vpc, net);
      if (here === 'no') continue;
      if (here !== 'yes' || !zone.isPrivate.known)
        return { by: 'unknown', because: `it is not known whether the hosted zone ${zone.key} answers in the VPC` };
      return answerOf(zone, name, net);
    }
    const claim = claimOf(domain, name, vpc, net);
    if (claim) return claim;
  }
  const doubtful = nameless.find((zone) => answersIn(zone, vpc, net) !== 'no');
  if (doubtful && !doubtful.name.known) return { by: 'unknown', because: doubtful.name.because };
  const [strange] = rules.nameless;
  if (strange && !strange.domain.known && !exempt) return { by: 'unknown', because: strange.domain.because };
  const profile = openProfile(vpc, net);
  if (profile !== null) return { by: 'unknown', because: profile };
  for (const kind of ['hosted-zone', 'endpoint'] as const) {
    const complete = net.complete(kind, vpc);
    if (!complete.complete) return { by: 'unknown', because: complete.because };
  }
  return { by: 'public' };
}

/** The domain of every name, for names that no other rule covers. */
const ROOT = '';

/** The name itself and its parents, most specific first and the root last. */
function* domainsOf(name: string): Generator<string> {
  for (let domain = name; domain !== ROOT; ) {
    yield domain;
    const dot = domain.indexOf('.');
    domain = dot < 0 ? ROOT : domain.slice(dot + 1);
  }
  yield ROOT;
}

/** Whether a zone answers in a VPC, by its own association or by that of a profile. */
function answersIn(zone: HostedZone, vpc: Ref<Vpc>, net: Network): Tri {
  let answer = isAssociated(zone, vpc);
  for (const profile of net.dnsProfiles) {
    if (answer === 'yes') return answer;
    const held = isIn(profile.zones, { is: 'entity', to: zone, at: zone.at });
    const here = isAssociated(profile, vpc);
    if (held === 'yes' && here === 'yes') return 'yes';
    if (held !== 'no' && here !== 'no') answer = 'unknown';
  }
  return answer;
}

/** Why the contents of the profiles of a VPC are not known; null if they are known. */
export function openProfile(vpc: Ref<Vpc>, net: Network): string | null {
  const open = net.dnsProfiles.find(
    (p) => (p.zones.open ?? p.endpoints.open) !== null && isAssociated(p, vpc) !== 'no',
  );
  return open?.zones.open ?? open?.endpoints.open ?? null;
}

/** The Resolver rules of a VPC, and rules that may be. */
interface Rules {
  readonly byDomain: ReadonlyMap<string, readonly ResolverRule[]>;
  /** Rules with an unknown domain. */
  readonly nameless: readonly ResolverRule[];
}

function rulesIn(vpc: Ref<Vpc>, net: Network): Rules {
  const byDomain = new Map<string, ResolverRule[]>();
  const nameless: ResolverRule[] = [];
  for (const rule of net.resolverRules) {
    // A delegation rule has no domain. It follows name server records of a private zone, and the zone answers.
    if (is(rule.type, 'DELEGATE') || isAssociated(rule, vpc) === 'no') continue;
    if (rule.domain.known) push(byDomain, rule.domain.value, rule);
    else nameless.push(rule);
  }
  return { byDomain, nameless };
}

/** Whether a Resolver rule forwards a name in a VPC, or what would tell. */
export function forwards(name: string, vpc: Ref<Vpc>, net: Network): boolean | { readonly because: string } {
  if (net.resolverRules.length === 0) return false;
  const { byDomain, nameless } = rulesIn(vpc, net);
  const [strange] = nameless;
  const doubt = strange && !strange.domain.known ? { because: strange.domain.because } : undefined;
  for (const domain of domainsOf(name)) {
    for (const rule of byDomain.get(domain) ?? []) {
      if (isAssociated(rule, vpc) !== 'yes' || !rule.type.known)
        return { because: `it is not known whether the rule ${rule.key} forwards ${domain}` };
      // A rule with an unknown domain may be more specific.
      if (doubt && domain !== name) return doubt;
      return rule.type.value === 'FORWARD';
    }
  }
  return doubt ?? false;
}

/** Whether a zone, rule or profile is associated with a VPC itself. */
export function isAssociated({ vpcs }: { readonly vpcs: Bag<Ref<Vpc>> }, vpc: Ref<Vpc>): Tri {
  return isIn(vpcs, vpc);
}

/** Whether a bag of references contains an object. */
export function isIn<T extends Entity>({ sure, maybe, open }: Bag<Ref<T>>, vpc: Ref<T>): Tri {
  const answers = sure.map((ref) => same(ref, vpc));
  if (answers.includes('yes')) return 'yes';
  return open !== null || answers.includes('unknown') || maybe.some((ref) => same(ref, vpc) !== 'no')
    ? 'unknown'
    : 'no';
}

const ADDRESSES = new Set(['A', 'AAAA', 'CNAME']);

/** The record of a zone that answers a name: the exact one, else the closest wildcard. */
function answerOf(zone: HostedZone, name: string, net: Network): Answer {
  const records = recordsOfZone(zone, net);
  if (!records) return { by: 'unknown', because: `the records of the hosted zone ${zone.key} are not in the input` };
  const wanted = [name, ...[...domainsOf(name)].slice(1).map((domain) => `*.${domain}`)];
  for (const one of wanted) {
    const record = records.sure.find((r) => r.name.known && r.name.value === one && isAddress(r));
    if (record) return { by: 'zone', zone, record };
  }
  const unclear = [...records.sure, ...records.maybe].find(
    (r) => !r.name.known || (wanted.includes(r.name.value) && (!r.type.known || records.maybe.includes(r))),
  );
  if (records.open !== null || unclear)
    return { by: 'unknown', because: records.open ?? `not all records of the hosted zone ${zone.key} are known` };
  return { by: 'no record', zone };
}

/** Whether a record answers with addresses, directly or through another name. */
export function isAddress({ type }: DnsRecord): boolean {
  return type.known && ADDRESSES.has(type.value);
}

/** The endpoint whose hidden zone has the domain. */
function claimOf(domain: string, name: string, vpc: Ref<Vpc>, net: Network): Answer | undefined {
  const { byName } = claimsIn(vpc, net);
  const claims = [...(byName.get(domain) ?? []), ...(byName.get(`*.${domain}`) ?? [])];
  const sure = claims.find((c) => c.certain);
  if (sure) return { by: 'endpoint', endpoint: sure.endpoint };
  const maybe = claims[0];
  if (!maybe) return undefined;
  return { by: 'unknown', because: `it is not known whether ${maybe.endpoint.key} answers ${name}` };
}

/** An endpoint that claims a private name, or may. */
export interface Claim {
  readonly endpoint: Endpoint;
  /** Whether it surely is in the VPC, has the right type and private DNS on. */
  readonly certain: boolean;
  /** The endpoint is in another VPC, and a Route 53 Profile brings its names to this VPC. */
  readonly byProfile?: true;
}

interface Claims {
  /** By private name, with a leading `*.`. */
  readonly byName: Map<string, Claim[]>;
  /** By each parent domain of a name that is not a wildcard. */
  readonly below: Map<string, Claim[]>;
  /** Endpoints with an unknown service, which may claim any name. */
  readonly nameless: Claim[];
}

/** The private names of the endpoints of a VPC whose private DNS is on, or may be. */
const claimsIn = oncePerVpc((vpc, net): Claims => {
  const claims: Claims = { byName: new Map(), below: new Map(), nameless: [] };
  const { sure, maybe } = inVpc(net.endpoints, vpc);
  for (const endpoint of sure) if (mayClaim(endpoint, net)) claim(endpoint, true, claims, net);
  for (const endpoint of maybe) if (mayClaim(endpoint, net)) claim(endpoint, false, claims, net);
  for (const { endpoint, certain } of profiled(vpc, net)) {
    if (!sure.includes(endpoint) && mayClaim(endpoint, net)) claim(endpoint, certain, claims, net, true);
  }
  return claims;
});

/** Endpoints in the profiles of a VPC. Names of the VPC itself come first. */
function profiled(vpc: Ref<Vpc>, net: Network): readonly { readonly endpoint: Endpoint; readonly certain: boolean }[] {
  return net.dnsProfiles.flatMap((profile) => {
    const here = isAssociated(profile, vpc);
    if (here === 'no') return [];
    const of = (list: readonly Ref<Endpoint>[], certain: boolean) =>
      list.flatMap((ref) => (ref.is === 'entity' ? [{ endpoint: ref.to, certain: certain && here === 'yes' }] : []));
    return [...of(profile.endpoints.sure, true), ...of(profile.endpoints.maybe, false)];
  });
}

/** Whether a profile brings the VPC a name of an endpoint in another VPC; else why that is not known. */
export function profileServes(name: string, vpc: Ref<Vpc>, net: Network): boolean | string {
  const { byName } = claimsIn(vpc, net);
  const claims = [name, name.replace(/^[^.]+/, '*')].flatMap((one) => byName.get(one) ?? []);
  const brought = claims.filter((claim) => claim.byProfile);
  if (brought.some(({ certain }) => certain)) return true;
  const [doubtful] = brought;
  return doubtful ? `it is not known whether a profile brings the names of ${doubtful.endpoint.key} to the VPC` : false;
}

function mayClaim(endpoint: Endpoint, net: Network): boolean {
  const { privateDns, type, serviceName } = endpoint;
  if (isDead(endpoint) || is(privateDns, false)) return false;
  if ((type.known && type.value !== 'Interface') || is(serviceName, null)) return false;
  return serviceFacts(net, endpoint)?.privateDns.value !== false;
}

function claim(endpoint: Endpoint, here: boolean, claims: Claims, net: Network, byProfile = false): void {
  const names = privateNames(endpoint, net);
  const each: Claim = {
    endpoint,
    certain: here && names !== undefined && is(endpoint.privateDns, true) && is(endpoint.type, 'Interface'),
    ...(byProfile ? { byProfile } : {}),
  };
  if (!names) {
    claims.nameless.push(each);
    return;
  }
  for (const name of names) {
    push(claims.byName, name, each);
    if (name.startsWith('*.')) continue;
    for (const domain of domainsOf(name)) if (domain !== name) push(claims.below, domain, each);
  }
}

/** Other endpoints of the VPC that claim a name of an endpoint, and those that may. */
export function rivalsOf(
  endpoint: Endpoint,
  names: readonly PrivateName[],
  net: Network,
): { readonly sure: readonly Endpoint[]; readonly maybe: readonly Endpoint[] } {
  const { byName, below, nameless } = claimsIn(endpoint.vpc, net);
  const found = new Set<Claim>();
  const take = (claims: readonly Claim[] | undefined) => {
    for (const each of claims ?? []) found.add(each);
  };
  for (const name of names) {
    take(byName.get(name));
    if (name.startsWith('*.')) take(below.get(withoutWildcard(name)));
    else for (const domain of domainsOf(name)) if (domain !== name) take(byName.get(`*.${domain}`));
  }
  take(nameless);
  const others = [...found]
    .filter((c) => c.endpoint.key !== endpoint.key && !c.byProfile)
    .sort((a, b) => (a.endpoint.key < b.endpoint.key ? -1 : 1));
  return {
    sure: others.filter((c) => c.certain).map((c) => c.endpoint),
    maybe: others.filter((c) => !c.certain).map((c) => c.endpoint),
  };
}
