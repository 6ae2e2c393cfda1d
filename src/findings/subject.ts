import { kindInWords } from '../base/words.ts';
import type { Subject } from '../engine/index.ts';
import { all, distinct, type Endpoint, type Ref, refName, show, target, type Vpc } from '../model/index.ts';
import { byCodePoint } from './order.ts';
import type { Redact } from './redact.ts';
import type { EndpointSummary, SubjectName } from './report.ts';

/** What a report shows of a service name: `sqs` for `com.amazonaws.us-east-1.sqs`. */
export type ServiceKey = (serviceName: string) => string;

/** What a subject is called in the report. Sensitive values are `(sensitive)`, unknown ones null. */
export function nameSubject(subject: Subject, serviceKey: ServiceKey): SubjectName {
  return {
    kind: subject.kind,
    address: subject.address,
    id: show(subject.id),
    service: subject.kind === 'endpoint' ? serviceOf(subject, serviceKey) : null,
    region: show(subject.region),
    account: show(subject.account),
    vpc: vpcOf(subject),
  };
}

function serviceOf(endpoint: Endpoint, serviceKey: ServiceKey): string | null {
  const name = show(endpoint.serviceName) ?? patternOf(endpoint);
  return name === null || name === '(sensitive)' ? name : serviceKey(name);
}

/** What is known of a service name without its Region. */
function patternOf({ serviceName, serviceInAnyRegion }: Endpoint): string | null {
  return serviceName.known ? null : (serviceInAnyRegion ?? null);
}

function vpcOf(subject: Subject): string | null {
  if (subject.kind === 'endpoint' || subject.kind === 'managed-endpoint') return refName(subject.vpc);
  return subject.kind === 'vpc' ? (subject.address ?? show(subject.id)) : null;
}

/** The shortest name that tells a person which object is meant. */
export function labelOf(subject: SubjectName): string {
  return subject.address ?? subject.id ?? subject.service ?? `a ${kindInWords(subject.kind)}`;
}

export function summarizeEndpoint(endpoint: Endpoint, serviceKey: ServiceKey, redact: Redact): EndpointSummary {
  const { address, id, service, region, account, vpc } = nameSubject(endpoint, serviceKey);
  const summary = {
    input: endpoint.at.input,
    address,
    id,
    service,
    serviceName: show(endpoint.serviceName),
    type: show(endpoint.type),
    region,
    account,
    vpc,
    zones: zonesOf(endpoint),
  };
  return { ...redact(summary), address };
}

/** What two summaries of one endpoint have in common: it is there in several ways. */
export function commonSummary(a: EndpointSummary, b: EndpointSummary): EndpointSummary {
  const same = <T>(one: T, two: T): T | null => (one === two ? one : null);
  const most = [a.zones.atMost, b.zones.atMost];
  return {
    input: a.input,
    address: a.address,
    id: same(a.id, b.id),
    service: same(a.service, b.service),
    serviceName: same(a.serviceName, b.serviceName),
    type: same(a.type, b.type),
    region: same(a.region, b.region),
    account: same(a.account, b.account),
    vpc: same(a.vpc, b.vpc),
    zones: {
      known: a.zones.known.filter((zone) => b.zones.known.includes(zone)),
      atLeast: Math.min(a.zones.atLeast, b.zones.atLeast),
      atMost: most.includes(null) ? null : Math.max(...(most as number[])),
    },
  };
}

/** Zones of an endpoint. AWS takes one subnet a zone, so subnets are counted, less those known to share one. */
function zonesOf(endpoint: Endpoint): EndpointSummary['zones'] {
  // How long a sensitive list is, is a part of it.
  if (all(endpoint.subnets).some((ref) => ref.is !== 'unknown' && ref.sensitive))
    return { known: [], atLeast: 0, atMost: null };
  const subnets = new Set(endpoint.subnets.sure.flatMap((ref) => target(ref) ?? []));
  const zones = [...subnets].flatMap((subnet) => (subnet.zone.known ? [subnet.zone] : []));
  const shared = zones.length - new Set(zones.map((zone) => zone.value)).size;
  const { least, most } = distinct(endpoint.subnets);
  const { open, sure: named } = endpoint.namedZones;
  const known =
    open === null && least === most && least === named.length
      ? named
      : new Set(zones.flatMap((zone) => show(zone) ?? []));
  return {
    known: [...known].sort(byCodePoint),
    atLeast: Math.max(least - shared, 0),
    atMost: most === null ? null : most - shared,
  };
}

/** What `match` of the config can look at: every name a subject goes by. */
export interface Traits {
  readonly address: readonly string[];
  readonly id: readonly string[];
  readonly service: readonly string[];
  readonly vpc: readonly string[];
  /** `key` and `key=value` of each tag. */
  readonly tag: readonly string[];
  readonly account: readonly string[];
  readonly region: readonly string[];
}

export function traitsOf(subject: Subject, serviceKey: ServiceKey): Traits {
  const endpoint = subject.kind === 'endpoint' ? subject : undefined;
  const name = !endpoint ? null : endpoint.serviceName.known ? endpoint.serviceName.value : patternOf(endpoint);
  const tags = endpoint?.tags.known ? Object.entries(endpoint.tags.value) : [];
  return {
    address: [...some(subject.address), ...some(subject.path ?? null), ...(subject.aliases ?? [])],
    id: some(subject.id.known ? subject.id.value : null),
    service: name === null ? [] : [serviceKey(name), name],
    vpc:
      'vpc' in subject
        ? namesOf(subject.vpc)
        : subject.kind === 'vpc'
          ? namesOf({ is: 'entity', to: subject, at: subject.at })
          : [],
    tag: tags.flatMap(([key, value]) => [key, `${key}=${value}`]),
    account: some(subject.account.known ? subject.account.value : null),
    region: some(subject.region.known ? subject.region.value : null),
  };
}

function namesOf(vpc: Ref<Vpc>): string[] {
  if (vpc.is !== 'entity') return some(vpc.is === 'id' ? vpc.id : (vpc.symbol ?? null));
  return [...new Set([vpc.to.key, ...some(vpc.to.id.known ? vpc.to.id.value : null)])];
}

function some(value: string | null): string[] {
  return value === null ? [] : [value];
}
