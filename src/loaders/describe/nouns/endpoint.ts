import {
  type EndpointSetting,
  parseServiceName,
  regionOfZone,
  takes,
  takesGroups,
  zonesOfNames,
} from '../../../aws/index.ts';
import { type Bag, bag, openBag } from '../../../model/bag.ts';
import { type Fact, is as isKnownAs, known, unknown } from '../../../model/fact.ts';
import type { DnsOptions, Endpoint, EndpointService, SecurityGroup, Subnet } from '../../../model/nouns/index.ts';
import type { Origin } from '../../../model/origin.ts';
import type { Ref } from '../../../model/ref.ts';
import { nounOf, type Registry, refIn, refsIn } from '../registry.ts';
import {
  asText,
  fact,
  field,
  inside,
  isNone,
  isObject,
  isRecorded,
  list,
  means,
  missing,
  placeOf,
  type Row,
  text,
} from '../row.ts';
import { lowerCase, tagsOf, timeOf } from '../values.ts';
import { policyOf } from './endpoint-policy.ts';
import { ALWAYS, typeOf } from './endpoint-type.ts';
import { privateApisOf, resourcesOf } from './named-by.ts';
import { groupRefs } from './security-group.ts';

export function endpointOf(registry: Registry, row: Row): Endpoint {
  const type = typeOf(row);
  const named = type.known ? type.value : undefined;
  const subnets = refsIn(registry.subnets, row, 'SubnetIds', named === 'Gateway' ? isNone : undefined);
  const { key, id, account, region: regionOfPicture } = nounOf(registry, row, 'VpcEndpointId');
  const region = regionOf(subnets) ?? regionOfPicture;
  // Written out: spreading costs most of the time where endpoints are many.
  return {
    kind: 'endpoint',
    key,
    address: null,
    id,
    region,
    account,
    at: row.at,
    type,
    serviceName: fact(
      row,
      'ServiceName',
      'string',
      named && takes(named, 'serviceName') === false ? means(null) : undefined,
    ),
    endpointServices: endpointServicesOf(registry, row),
    serviceRegion: serviceRegionOf(row, region),
    resourceConfigurationArn: arnOf(row, 'ResourceConfigurationArn', named, 'resourceConfiguration'),
    serviceNetworkArn: arnOf(row, 'ServiceNetworkArn', named, 'serviceNetwork'),
    vpc: refIn(registry.vpcs, row, 'VpcId'),
    subnets,
    groups: groupsOf(registry, row, named),
    routeTables: refsIn(
      registry.routeTables,
      row,
      'RouteTableIds',
      named === undefined || named === 'Gateway' ? undefined : isNone,
    ),
    privateDns: privateDnsOf(row, named),
    policy: policyOf(row, named),
    ipAddressType: fact(row, 'IpAddressType', 'string', (at) => addressTypeOf(row, named, subnets, at)),
    dnsOptions: dnsOptionsOf(row),
    state: lowerCase(fact(row, 'State', 'string')),
    requesterManaged: fact(row, 'RequesterManaged', 'boolean'),
    tags: hadNoTags(row) ? known({}, placeOf(row, 'Tags')) : tagsOf(row, 'Tags'),
    failure: failureOf(row),
    createdAt: timeOf(row, 'CreationTimestamp'),
    planned: null,
    // Two owners of one list are a matter of Terraform code.
    splitLists: known([], row.at),
    acceptsItself: known(false, row.at),
    shares: bag([], row.at),
    privateApis: privateApisOf(row, registry.store),
    resources: resourcesOf(row, registry),
    replacement: null,
    addresses: openBag('describe output does not show which addresses were requested', row.at),
    namedZones: namedZonesOf(row),
  };
}

function namedZonesOf(row: Row): Bag<string> {
  const names = list(row, 'DnsEntries', (entry) =>
    isObject(entry) && typeof entry.DnsName === 'string' ? entry.DnsName : undefined,
  );
  return { ...names, sure: [...zonesOfNames(names.sure)] };
}

/** The endpoint service of the input that has its service name. */
function endpointServicesOf(registry: Registry, row: Row): Fact<readonly EndpointService[]> {
  const at = placeOf(row, 'ServiceName');
  const name = text(row, 'ServiceName');
  const service = name === undefined ? undefined : registry.endpointServices.get(name);
  if (service) return known([service], at);
  return name !== undefined && parseServiceName(name).owner === 'aws'
    ? known([], at)
    : unknown('its service is not in the input', at);
}

/** An ARN that only endpoints of some types have is surely not there on others. */
function arnOf(row: Row, name: string, type: string | undefined, setting: EndpointSetting): Fact<string | null> {
  return fact(row, name, 'string', type === undefined || takes(type, setting) ? undefined : means(null));
}

const SINCE_TYPES = ['SubnetIds', 'Groups', 'NetworkInterfaceIds', 'DnsEntries', 'PrivateDnsEnabled'];
const SINCE_IPV6 = ['IpAddressType', 'DnsOptions', 'ServiceRegion'];

/**
 * Whether it is a whole answer of EC2 from before endpoints had IPv6 and DNS options. It has every field that EC2
 * returned then, and no field that EC2 has since returned for every endpoint. A selection by `--query` is not whole.
 */
function isOld(row: Row): boolean {
  if (isRecorded(row)) return false;
  const has = (name: string) => field(row, name) !== undefined;
  const isWhole = ALWAYS.every(has) && (has('VpcEndpointType') ? SINCE_TYPES.every(has) : !SINCE_TYPES.some(has));
  return isWhole && !SINCE_IPV6.some(has);
}

/** Whether such an answer is from before endpoints could have tags: since then EC2 returns a list, empty or not. */
function hadNoTags(row: Row): boolean {
  return field(row, 'Tags') === undefined && field(row, 'VpcEndpointType') !== undefined && isOld(row);
}

/**
 * Output without the field: an endpoint with interfaces in subnets that have no IPv6 range uses IPv4, because AWS gives
 * it no other address.
 */
function addressTypeOf(row: Row, type: string | undefined, subnets: Bag<Ref<Subnet>>, at: Origin): Fact<string> {
  if (isOld(row)) return known('ipv4', at);
  const isInSubnets = type !== undefined && type !== 'Gateway' && subnets.sure.length > 0 && subnets.open === null;
  const isFour = (ref: Ref<Subnet>) =>
    ref.is === 'entity' && isKnownAs(ref.to.ipv6Cidr, null) && ref.to.cidr.known && ref.to.cidr.value !== null;
  return isInSubnets && subnets.sure.every(isFour) ? known('ipv4', at) : unknown(missing(row, 'IpAddressType'), at);
}

/**
 * The Region of the endpoint's own subnets. The picture's Region may come from other facts: an endpoint's DNS names
 * show the Region of its service.
 */
function regionOf(subnets: Bag<Ref<Subnet>>): Fact<string> | undefined {
  for (const ref of subnets.sure) {
    const zone = ref.is === 'entity' && ref.to.zone.known ? regionOfZone(ref.to.zone.value) : undefined;
    if (zone !== undefined) return known(zone, ref.at);
  }
  return undefined;
}

/** EC2 returns the service's Region for every endpoint. We keep it only if it is not the endpoint's own Region. */
function serviceRegionOf(row: Row, region: Fact<string>): Fact<string | null> {
  const name = text(row, 'ServiceName');
  const inName = name === undefined ? null : parseServiceName(name).region;
  const isOwn = region.known && inName === region.value;
  // Answers without the field are older than endpoints across Regions, or of who has none.
  const stated = fact(row, 'ServiceRegion', 'string', isOwn ? means(null) : undefined);
  if (!stated.known) return stated;
  if (!region.known) {
    return inName !== null && inName !== stated.value ? stated : unknown(region.because, stated.at);
  }
  return stated.value === region.value ? known(null, stated.at) : stated;
}

function groupsOf(registry: Registry, row: Row, type: string | undefined): Bag<Ref<SecurityGroup>> {
  const at = placeOf(row, 'Groups');
  const carries = type !== undefined && takesGroups(type);
  const groups = groupRefs(registry, row, 'Groups', type === undefined || carries ? undefined : isNone);
  if (!carries || groups.sure.length > 0 || groups.open !== null) return groups;
  // EC2 attaches the VPC's default group where none is given, and lists it: an empty list was made by something else.
  return openBag(`\`Groups\` is empty in this ${row.call} output, and every such endpoint has a group`, at);
}

/** EC2 leaves both fields out where nothing went wrong. */
function failureOf(row: Row): Fact<string | null> {
  const error = field(row, 'LastError');
  const at = placeOf(row, 'LastError');
  if (isObject(error)) {
    const parts = [asText(error.Code), asText(error.Message)].filter((part) => part !== undefined);
    if (parts.length > 0) return known(parts.join(': '), at);
  }
  return fact(row, 'FailureReason', 'string', isRecorded(row) ? undefined : means(null));
}

/** Gateway endpoints have no private DNS, even where the answer says so: EC2 has printed `true` for some. */
function privateDnsOf(row: Row, type: string | undefined): Fact<boolean> {
  const at = placeOf(row, 'PrivateDnsEnabled');
  if (type === 'Gateway') return known(false, at);
  return fact(row, 'PrivateDnsEnabled', 'boolean', type === 'GatewayLoadBalancer' ? means(false) : undefined);
}

function dnsOptionsOf(row: Row): Fact<DnsOptions | null> {
  const value = field(row, 'DnsOptions');
  const at = placeOf(row, 'DnsOptions');
  if (value === undefined) return isOld(row) ? known(null, at) : unknown(missing(row, 'DnsOptions'), at);
  if (!isObject(value)) return unknown(`\`DnsOptions\` is not an object in this ${row.call} output`, at);
  const options = inside(row, value, at);
  return known(
    {
      // Where EC2 answers options without it, it was left to AWS.
      recordIpType: fact(options, 'DnsRecordIpType', 'string', isRecorded(row) ? undefined : means(null)),
      onlyInboundResolver: fact(options, 'PrivateDnsOnlyForInboundResolverEndpoint', 'boolean'),
      preference: fact(options, 'PrivateDnsPreference', 'string'),
      specifiedDomains: list(options, 'PrivateDnsSpecifiedDomains', asText),
    },
    at,
  );
}
