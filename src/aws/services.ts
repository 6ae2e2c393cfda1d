import type { EndpointType } from '../model/nouns/index.ts';
import { partitionOf } from './partitions.ts';
import { parseServiceName, type ServiceName } from './service-name.ts';
import type { BasedField, PortRange, ServiceRow } from './service-row.ts';
import { SERVICES, SOURCES } from './services.generated.ts';

/** The basis of a value: AWS's documentation, our derivation, or a DescribeVpcEndpointServices row in the input. */
export type Basis = 'documented' | 'derived' | 'described';

/** A service of the bundled table, seen in one Region. Null is unknown: a rule stays silent or undecided. */
export interface Service {
  /** Key in the table: `sqs`, `aws.sagemaker/notebook`, `dsql-{id}`. */
  readonly key: string;
  /** Name it was asked by. */
  readonly name: string;
  readonly types: readonly EndpointType[];
  /** Inbound ports that a client requires: all of them, or any one of them if `anyPort`. Ranges are required completely. */
  readonly ports: readonly PortRange[] | null;
  /** Ports that some uses need. */
  readonly portsOptional: readonly PortRange[];
  readonly anyPort: boolean;
  readonly protocols: readonly ('tcp' | 'udp')[] | null;
  /** Whether endpoint policies are supported. */
  readonly policy: boolean | null;
  readonly privateDns: boolean | null;
  /** Whether private DNS off is a legitimate choice (execute-api). */
  readonly privateDnsOptional: boolean;
  /** Whether the service does not work without private DNS (ecr.dkr). */
  readonly privateDnsRequired: boolean;
  /** Names that private DNS covers, filled in for the Region; may begin with `*.`; empty: surely none. */
  readonly privateDnsNames: readonly string[] | null;
  /** Whether a customer's hosted zone for the service needs a `*` record beside the apex. */
  readonly wildcardRecordNeeded: boolean;
  /** Whether AWS forbids a customer's hosted zone over the service's names. */
  readonly phzOverrideForbidden: boolean;
  /** Keys of services it does not work without. */
  readonly companions: readonly string[];
  readonly companionsOptional: readonly string[];
  /** Zone ids (`use1-az2`) in which the service has no endpoints. */
  readonly azExclusions: readonly string[];
  /** IP families the service answers on. */
  readonly ipAddressTypes: readonly ('ipv4' | 'ipv6')[] | null;
  /** DNS record IP types AWS allows where fewer than usual. */
  readonly dnsRecordIpTypes: readonly string[] | null;
  /** Whether it is in AWS's list for endpoints to other Regions; the list grows. */
  readonly crossRegion: boolean;
  /** Key of the service that takes its place. */
  readonly deprecatedBy: string | null;
  /** The one Region its name exists in, for the few that are tied to one. */
  readonly onlyRegion: string | null;
  /** Page the values come from. */
  readonly source: string;
  basis(field: BasedField): Basis;
}

/** Keys with a part that differs by customer, `dsql-{id}`, as patterns; the part has no dash, so that `-fips` names do not match. */
const templates = Object.keys(SERVICES)
  .filter((key) => key.includes('{'))
  .map((key) => ({
    key,
    pattern: new RegExp(`^${key.replaceAll('.', '\\.').replace(/\{\w+\}/, '((?!fips$)[a-z0-9]+)')}$`),
  }));

/** The keys of the bundled table. */
export const serviceKeys: readonly string[] = Object.keys(SERVICES);

const cache = new Map<string, Service | undefined>();

/** The service of the bundled table a service name means; undefined if the table has none of that name. */
export function serviceByName(serviceName: string): Service | undefined {
  let found = cache.get(serviceName);
  if (!found && !cache.has(serviceName)) {
    const name = parseServiceName(serviceName);
    found = lookUp(name, name.region !== null);
    cache.set(serviceName, found);
  }
  return found;
}

/** The same for a name with `ANY_REGION` in place of its Region. Undefined also for services that only one Region has. */
export function serviceInAnyRegion(pattern: string): Service | undefined {
  const found = lookUp(parseServiceName(pattern), true);
  return found?.onlyRegion === null ? found : undefined;
}

function lookUp(name: ServiceName, isRegional: boolean): Service | undefined {
  if (name.owner !== 'aws') return undefined;
  let key = name.key;
  let part = '';
  if (!Object.hasOwn(SERVICES, key)) {
    const template = templates.find((t) => t.pattern.test(key));
    if (!template) return undefined;
    part = template.pattern.exec(key)?.[1] ?? '';
    key = template.key;
  }
  const row = SERVICES[key]!();
  // `com.amazonaws.sqs` is not a name of sqs, and `com.amazonaws.us-east-1.iam` is not a name of iam.
  if (hasRegion(row) !== isRegional) return undefined;
  return expand(key, row, name, part);
}

/**
 * The name of the service that a name means which has a Region too many or too few: `com.amazonaws.iam` for
 * `com.amazonaws.us-east-1.iam`. Undefined if the table has none, or the Region is not known.
 */
export function nameWithOtherRegion(serviceName: string, region: string | undefined): string | undefined {
  const { owner, key, form, region: inName } = parseServiceName(serviceName);
  const row = owner === 'aws' && Object.hasOwn(SERVICES, key) ? SERVICES[key]!() : undefined;
  if (!row || hasRegion(row) === (inName !== null) || row.name?.includes('{') === true) return undefined;
  if (row.name !== undefined) return row.name;
  return region === undefined ? undefined : `${form}.${region}.${key}`;
}

function hasRegion(row: ServiceRow): boolean {
  return row.name === undefined || row.name.includes('{region}') || onlyRegion(row.name) !== null;
}

function onlyRegion(pattern: string): string | null {
  return pattern.includes('{region}') ? null : parseServiceName(pattern).region;
}

function expand(key: string, row: ServiceRow, name: ServiceName, part: string): Service {
  const documented = new Set(row.documented);
  return {
    key,
    name: name.name,
    types: row.types ?? ['Interface'],
    ports: row.ports ?? null,
    portsOptional: row.portsOptional ?? [],
    anyPort: row.anyPort ?? false,
    protocols: row.protocols ?? null,
    policy: row.policy ?? null,
    privateDns: row.privateDns ?? null,
    privateDnsOptional: row.privateDnsOptional ?? false,
    privateDnsRequired: row.privateDnsRequired ?? false,
    privateDnsNames: row.privateDnsNames ? fillIn(row.privateDnsNames, name.region, part) : null,
    wildcardRecordNeeded: row.wildcardRecordNeeded ?? false,
    phzOverrideForbidden: row.phzOverrideForbidden ?? false,
    companions: row.companions ?? [],
    companionsOptional: row.companionsOptional ?? [],
    azExclusions: row.azExclusions ?? [],
    ipAddressTypes: row.ipAddressTypes ?? null,
    dnsRecordIpTypes: row.dnsRecordIpTypes ?? null,
    crossRegion: row.crossRegion ?? false,
    deprecatedBy: row.deprecatedBy ?? null,
    onlyRegion: row.name === undefined ? null : onlyRegion(row.name),
    source: SOURCES[row.source]!,
    basis: (field) => (documented.has(field) ? 'documented' : 'derived'),
  };
}

/** Names for a Region; null if the name needs a Region, or a partition's DNS suffix, that is not known. */
function fillIn(patterns: readonly string[], region: string | null, part: string): readonly string[] | null {
  const suffix = region === null ? 'amazonaws.com' : partitionOf(region)?.dnsSuffix;
  const names: string[] = [];
  for (const pattern of patterns) {
    if (region === null && pattern.includes('{region}')) return null;
    if (suffix === undefined && pattern.includes('{dnsSuffix}')) return null;
    names.push(
      pattern
        .replace('{region}', region ?? '')
        .replace('{dnsSuffix}', suffix ?? '')
        .replace(/\{\w+\}/, part),
    );
  }
  return names;
}
