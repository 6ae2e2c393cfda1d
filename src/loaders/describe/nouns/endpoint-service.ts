import { parseServiceName } from '../../../aws/index.ts';
import { type Bag, bag, openBag } from '../../../model/bag.ts';
import { type Fact, known, unknown } from '../../../model/fact.ts';
import type { EndpointService, LoadBalancer, ServiceDetail } from '../../../model/nouns.ts';
import type { Ref } from '../../../model/ref.ts';
import { asText, fact, field, isNone, isObject, list, placeOf, type Row, rowsIn, text } from '../row.ts';
import { idInName } from '../sections.ts';
import { isWhole, type Store } from '../store.ts';
import { nounOf, refsIn, refTo, type World } from '../world.ts';

export function endpointServiceOf(world: World, row: Row): EndpointService {
  return {
    ...nounOf(world, row, 'ServiceId'),
    kind: 'endpoint-service',
    serviceName: fact(row, 'ServiceName', 'string'),
    acceptanceRequired: fact(row, 'AcceptanceRequired', 'boolean'),
    principals: principalsOf(world.store, row),
    loadBalancers: balancersOf(world, row),
    zones: list(row, 'AvailabilityZones', asText),
  };
}

/** A service has load balancers of one kind; the list of the other is left out. */
function balancersOf(world: World, row: Row): Bag<Ref<LoadBalancer>> {
  const name =
    field(row, 'GatewayLoadBalancerArns') === undefined ? 'NetworkLoadBalancerArns' : 'GatewayLoadBalancerArns';
  return refsIn(world.loadBalancers, row, name);
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
    return openBag(`its permissions are not in the input: add the output of ${command}`, row.at);
  }
  const principals = sections.flatMap((section) => section.rows.map((r) => fact(r, 'Principal', 'string')));
  return bag(principals, principals[0]?.at ?? row.at, {
    open: isWhole(sections) ? null : 'a page of describe-vpc-endpoint-service-permissions is missing',
  });
}

export function loadBalancerOf(world: Pick<World, 'store' | 'subnets'>, row: Row): LoadBalancer {
  const zones = rowsIn(row, 'AvailabilityZones');
  const at = placeOf(row, 'AvailabilityZones');
  const told = Array.isArray(field(row, 'AvailabilityZones'));
  const open = told ? null : '`AvailabilityZones` is not in this elbv2 describe-load-balancers output';
  const each = (name: string) => zones.flatMap((zone) => text(zone, name) ?? []);
  return {
    ...nounOf(world, row, 'LoadBalancerArn'),
    kind: 'load-balancer',
    type: fact(row, 'Type', 'string'),
    subnets: bag(
      each('SubnetId').map((id) => refTo(world.subnets, id, at)),
      at,
      { open },
    ),
    zones: bag(each('ZoneName'), at, { open }),
  };
}

/** A row of describe-vpc-endpoint-services; undefined without a name. */
export function serviceDetailOf(row: Row): ServiceDetail | undefined {
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
