import {
  type Bag,
  bag,
  type DnsRecord,
  type HostedZone,
  known,
  map,
  type Origin,
  openBag,
  type ServiceDetail,
  unknown,
  within,
  type ZoneRecords,
} from '../../../model/index.ts';
import type { Instance } from '../document/document.ts';
import { text } from '../document/shapes.ts';
import { toFact } from '../values/convert.ts';
import { isMarked } from '../values/marked.ts';
import { attributeName, elements, type Value } from '../values/value.ts';
import { whyUnknown } from '../values/why-unknown.ts';
import { blockViews } from './blocks.ts';
import { seenBy } from './callers.ts';
import type { Registry } from './registry.ts';

/** The records of a hosted zone that this document makes. */
export function recordsOf(zone: HostedZone, registry: Registry, managed: boolean): ZoneRecords {
  let memo: Bag<DnsRecord> | undefined;
  return {
    zone: { is: 'entity', to: zone, at: zone.at },
    get records() {
      memo ??= readRecords(zone, registry, managed);
      return memo;
    },
  };
}

function readRecords(zone: HostedZone, registry: Registry, managed: boolean): Bag<DnsRecord> {
  const tied = registry.associations.of(zone, 'aws_route53_record', 'zone_id', 'hosted-zone');
  const open = managed ? tied.open : `the records of ${zone.key} are not in the input`;
  const record = (i: Instance) => recordOf(i, zone, registry);
  return bag(tied.sure.map(record), zone.at, { maybe: tied.maybe.map(record), open, doubt: tied.doubt });
}

function recordOf(instance: Instance, zone: HostedZone, registry: Registry): DnsRecord {
  const { at } = instance;
  const string = (v: unknown) => (typeof v === 'string' ? v : undefined);
  const name = map(toFact(registry.graph.read(instance, 'name'), within(at, 'name'), string), (n) =>
    qualified(n, zone),
  );
  const type = toFact(registry.graph.read(instance, 'type'), within(at, 'type'), string);
  return { at, name, type, targets: targetsOf(instance, registry) };
}

/** The provider accepts names with and without the zone's own name. */
function qualified(name: string, zone: HostedZone): string {
  const plain = name.replace(/\.$/, '').toLowerCase();
  if (!zone.name.known) return plain;
  const domain = zone.name.value;
  if (plain === '' || plain === domain || plain.endsWith(`.${domain}`)) return plain === '' ? domain : plain;
  return `${plain}.${domain}`;
}

function targetsOf(instance: Instance, registry: Registry): Bag<string> {
  const read = registry.graph.read(instance, 'alias');
  const alias = blockViews(read);
  if (!alias) return openBag(whyUnknown(read), within(instance.at, 'alias'));
  const at: Origin = within(instance.at, alias.length > 0 ? 'alias' : 'records');
  const values =
    alias.length > 0 ? alias.map((b) => b.member('name')) : elements(registry.graph.read(instance, 'records'));
  // A rule would print the endpoint in a name: a sensitive one leads somewhere that is not told.
  const secret = values.some(isMarked) ? `where ${instance.address} leads is sensitive` : null;
  const told = values.filter((v) => !isMarked(v));
  const names = told.flatMap((v) => nameOf(v) ?? []);
  const unnamed = told.find((v) => nameOf(v) === undefined && !(v.k === 'lit' && v.v === null));
  return bag(names, at, { open: secret ?? (unnamed ? whyUnknown(unnamed) : null) });
}

/** A name, or what it will be the name of: `aws_vpc_endpoint.kms.dns_entry[0].dns_name`. */
function nameOf(value: Value): string | undefined {
  if (value.k === 'lit') return typeof value.v === 'string' ? value.v.replace(/\.$/, '').toLowerCase() : undefined;
  if (value.k === 'attribute') return attributeName(value);
  return value.k === 'mix' && value.parts.length === 1 ? nameOf(value.parts[0]!) : undefined;
}

/** What AWS said about a service, if a data source asked for it. */
export function serviceDetailOf(instance: Instance, registry: Registry): ServiceDetail | undefined {
  const { values } = instance;
  const serviceName = text(values.service_name);
  if (instance.type !== 'aws_vpc_endpoint_service' || instance.mode !== 'data' || serviceName === undefined)
    return undefined;
  const strings = (v: unknown) => (Array.isArray(v) ? v.filter((s): s is string => typeof s === 'string') : null);
  const list = (v: unknown) => {
    const found = strings(v);
    return found && found.length > 0 ? found : null;
  };
  const type = text(values.service_type);
  const region = text(values.service_region) ?? text(values.region);
  const names =
    list(values.private_dns_names) ?? (text(values.private_dns_name) ? [text(values.private_dns_name)!] : null);
  return {
    serviceName,
    region: region ? known(region, instance.at) : unknown('the data source names no Region', instance.at),
    types: list(values.service_types) ?? (type ? [type] : []),
    zones: list(values.availability_zones),
    zoneIds: null,
    seenBy: seenBy(instance, registry),
    owner: text(values.owner) || null,
    privateDnsNames: names,
    policySupported:
      typeof values.vpc_endpoint_policy_supported === 'boolean' ? values.vpc_endpoint_policy_supported : null,
    ipAddressTypes: list(values.supported_ip_address_types),
    privateDnsVerified: null,
  };
}
