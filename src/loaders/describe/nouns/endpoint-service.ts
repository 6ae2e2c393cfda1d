import { parseServiceName } from '../../../aws/index.ts';
import { oncePer, push } from '../../../base/memo.ts';
import { type Bag, bag, openBag } from '../../../model/bag.ts';
import { type Fact, known, map, unknown } from '../../../model/fact.ts';
import { reason } from '../../../model/index.ts';
import type {
  EndpointService,
  Listener,
  LoadBalancer,
  PrivateDnsProof,
  ServiceDetail,
} from '../../../model/nouns/index.ts';
import type { Origin } from '../../../model/origin.ts';
import type { Ref } from '../../../model/ref.ts';
import { nounOf, type Registry, refsIn, refTo, seenBy } from '../registry.ts';
import {
  asText,
  fact,
  field,
  inside,
  isNone,
  isObject,
  isRecorded,
  lazy,
  list,
  means,
  missing,
  placeOf,
  type Row,
  rowsIn,
  text,
} from '../row.ts';
import { idInName } from '../sections.ts';
import { isWhole, type Store } from '../store.ts';
import { lowerCase } from '../values.ts';

export function endpointServiceOf(registry: Registry, row: Row): EndpointService {
  return {
    ...nounOf(registry, row, 'ServiceId'),
    kind: 'endpoint-service',
    serviceName: fact(row, 'ServiceName', 'string'),
    endpointType: typeOf(row),
    acceptanceRequired: fact(row, 'AcceptanceRequired', 'boolean'),
    principals: principalsOf(registry.store, row),
    loadBalancers: balancersOf(registry, row),
    accepters: bag([], row.at),
    zones: list(row, 'AvailabilityZones', asText),
    ipAddressTypes: list(row, 'SupportedIpAddressTypes', asText),
    privateDnsName: fact(row, 'PrivateDnsName', 'string', whole(row)),
    privateDnsProof: proofOf(row),
    supportedRegions: regionsOf(row),
  };
}

function typeOf(row: Row): Fact<string> {
  const at = placeOf(row, 'ServiceType');
  const [type, ...more] = typesOf(row);
  return type !== undefined && more.length === 0 ? known(type, at) : unknown(missing(row, 'ServiceType'), at);
}

/** A row as EC2 answers it leaves out what is not there; one cut short by `--query` lacks other fields, too. */
function whole(row: Row): ((at: Origin) => Fact<null>) | undefined {
  return field(row, 'ServiceState') === undefined ? undefined : means(null);
}

function proofOf(row: Row): Fact<PrivateDnsProof | null> {
  const name = 'PrivateDnsNameConfiguration';
  const value = field(row, name);
  const at = placeOf(row, name);
  if (!isObject(value)) return value === undefined && whole(row) ? known(null, at) : unknown(missing(row, name), at);
  if (Object.keys(value).length === 0) return known(null, at);
  const proof = inside(row, value, at);
  const [record, token] = [text(proof, 'Name'), text(proof, 'Value')];
  return known(
    {
      state: lowerCase(fact(proof, 'State', 'string')),
      record: record === undefined || token === undefined ? null : { name: record, value: token },
    },
    at,
  );
}

/** `[{Region, ServiceState}]`. Empty for a service that is only for its own Region. */
function regionsOf(row: Row): Bag<string> {
  return list(
    row,
    'SupportedRegions',
    (region) => asText(isObject(region) ? region.Region : region),
    isRecorded(row) ? undefined : isNone,
  );
}

/** A service has load balancers of one kind; the list of the other is left out. */
function balancersOf(registry: Registry, row: Row): Bag<Ref<LoadBalancer>> {
  const name =
    field(row, 'GatewayLoadBalancerArns') === undefined ? 'NetworkLoadBalancerArns' : 'GatewayLoadBalancerArns';
  return refsIn(registry.loadBalancers, row, name);
}

/** Permissions name their service in each row; an empty answer only in the file's name. */
function principalsOf(store: Store, row: Row): Bag<Fact<string>> {
  const id = text(row, 'ServiceId');
  const sections = store.sections('AllowedPrincipals').filter((section) => {
    const named = section.rows.map((r) => text(r, 'ServiceId')).find((service) => service !== undefined);
    return id !== undefined && (named ?? idInName(section.file.path, 'service')) === id;
  });
  if (sections.length === 0) {
    const command = `describe-vpc-endpoint-service-permissions --service-id ${id ?? '...'}`;
    return openBag(reason('its permissions are not in the input', `Add the output of \`aws ec2 ${command}\``), row.at);
  }
  // A permission to attach a transit gateway does not let anyone create an endpoint.
  const rows = sections.flatMap((section) => section.rows.filter((r) => !isOfTransitGateways(r)));
  const principals = rows.map((r) => fact(r, 'Principal', 'string'));
  return bag(principals, principals[0]?.at ?? row.at, {
    open: isWhole(sections) ? null : 'a page of describe-vpc-endpoint-service-permissions is missing',
  });
}

function isOfTransitGateways(permission: Row): boolean {
  return text(permission, 'PermissionType') === 'transit-gateway-attachment';
}

/** Left out where it has no groups: older answers, and other APIs, do not have it. */
const ENFORCES = 'EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic';

export function loadBalancerOf(registry: Pick<Registry, 'store' | 'subnets' | 'groups'>, row: Row): LoadBalancer {
  const zones = rowsIn(row, 'AvailabilityZones');
  const at = placeOf(row, 'AvailabilityZones');
  const told = Array.isArray(field(row, 'AvailabilityZones'));
  const open = told ? null : '`AvailabilityZones` is not in this elbv2 describe-load-balancers output';
  const listeners = lazy(() => listenersOf(registry.store, row));
  const each = (name: string) => zones.flatMap((zone) => text(zone, name) ?? []);
  return {
    ...nounOf(registry, row, 'LoadBalancerArn'),
    kind: 'load-balancer',
    type: fact(row, 'Type', 'string'),
    subnets: bag(
      each('SubnetId').map((id) => refTo(registry.subnets, id, at)),
      at,
      { open },
    ),
    zones: bag(each('ZoneName'), at, { open }),
    ipAddressType: fact(row, 'IpAddressType', 'string'),
    get listeners() {
      return listeners();
    },
    get groups() {
      return refsIn(registry.groups, row, 'SecurityGroups', field(row, 'State') === undefined ? undefined : isNone);
    },
    enforcesInbound: map(fact(row, ENFORCES, 'string'), (value) => value === 'on'),
  };
}

/** Listeners name their load balancer in each row. */
function listenersOf(store: Store, row: Row): Bag<Listener> {
  const arn = text(row, 'LoadBalancerArn');
  const mine = arn === undefined ? [] : (listenersByBalancer(store).get(arn) ?? []);
  const complete = store.complete('Listeners');
  // The call is made for one load balancer: that there are none of this one does not show that it has none.
  const because = complete.complete
    ? `no listener of ${arn ?? 'it'} is in the elbv2 describe-listeners output`
    : complete.because;
  return bag(mine.map(listenerOf), row.at, { open: complete.complete && mine.length > 0 ? null : because });
}

const listenersByBalancer = oncePer((store: Store): ReadonlyMap<string, Row[]> => {
  const index = new Map<string, Row[]>();
  for (const row of store.rows('Listeners')) push(index, text(row, 'LoadBalancerArn') ?? '', row);
  return index;
});

function listenerOf(row: Row): Listener {
  return {
    at: row.at,
    protocol: fact(row, 'Protocol', 'string', means(null)),
    port: fact(row, 'Port', 'number', means(null)),
    idleTimeout: unknown(
      reason('`describe-listeners` does not return it', 'Add the output of `aws elbv2 describe-listener-attributes`'),
      row.at,
    ),
  };
}

/** A row of describe-vpc-endpoint-services. Undefined without a name. */
export function serviceDetailOf(row: Row, store: Store): ServiceDetail | undefined {
  const serviceName = text(row, 'ServiceName');
  if (serviceName === undefined) return undefined;
  const inName = parseServiceName(serviceName).region;
  const regionless = unknown('the row names no Region', row.at);
  return {
    serviceName,
    region: fact(row, 'ServiceRegion', 'string', () => (inName === null ? regionless : known(inName, row.at))),
    types: typesOf(row),
    zones: texts(row, 'AvailabilityZones'),
    zoneIds: texts(row, 'AvailabilityZoneIds'),
    seenBy: seenBy(store),
    owner: text(row, 'Owner') ?? null,
    privateDnsNames: privateDnsNamesOf(row),
    policySupported: asBoolean(field(row, 'VpcEndpointPolicySupported')),
    ipAddressTypes: texts(row, 'SupportedIpAddressTypes'),
    privateDnsVerified: text(row, 'PrivateDnsNameVerificationState') ?? null,
  };
}

function typesOf(row: Row): readonly string[] {
  return rowsIn(row, 'ServiceType').flatMap((type) => text(type, 'ServiceType') ?? []);
}

function texts(row: Row, name: string): readonly string[] | null {
  const value = list(row, name, asText, isNone);
  return field(row, name) === undefined || value.open !== null ? null : value.sure;
}

function asBoolean(value: unknown): boolean | null {
  return typeof value === 'boolean' ? value : null;
}

/** A service without a private name is answered without the fields; a row cut short by `--query` lacks others too. */
function privateDnsNamesOf(row: Row): readonly string[] | null {
  const names = new Set<string>();
  const several = field(row, 'PrivateDnsNames');
  if (Array.isArray(several)) {
    for (const name of several) {
      const one = isObject(name) ? asText(name.PrivateDnsName) : asText(name);
      if (one !== undefined) names.add(one.toLowerCase());
    }
  }
  const one = text(row, 'PrivateDnsName');
  if (names.size === 0 && one !== undefined) names.add(one.toLowerCase());
  const whole = ['ServiceId', 'ServiceType', 'AcceptanceRequired'].every((name) => field(row, name) !== undefined);
  return names.size > 0 || whole || Array.isArray(several) ? [...names] : null;
}
