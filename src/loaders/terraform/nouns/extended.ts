/** Objects that are not in the input and that resources in it add to: a rule for a group of another stack. */
import { table } from '../../../base/table.ts';
import {
  type Bag,
  bag,
  type Endpoint,
  type Entity,
  type Fact,
  type HostedZone,
  known,
  type NetworkAcl,
  type Nouns,
  openBag,
  type PrefixList,
  type RouteTable,
  type SecurityGroup,
  unknown,
} from '../../../model/index.ts';
import type { Instance } from '../document/document.ts';
import { anyMark, type JsonRecord, markAt, text } from '../document/shapes.ts';
import { HostedZoneView, PrefixListView } from './attachments.ts';
import { EndpointView } from './endpoint.ts';
import { SecurityGroupView } from './group.ts';
import { NetworkAclView } from './network-acl.ts';
import { recordsOf } from './records.ts';
import type { Registry } from './registry.ts';
import { RouteTableView } from './vpc.ts';

type Extended = SecurityGroup | RouteTable | Endpoint | HostedZone | PrefixList | NetworkAcl;

/** The types that add to each kind of object, and the attribute that names the object. */
const ADDS: Readonly<Record<string, readonly [kind: Extended['kind'], attribute: string]>> = {
  aws_security_group_rule: ['security-group', 'security_group_id'],
  aws_vpc_security_group_ingress_rule: ['security-group', 'security_group_id'],
  aws_vpc_security_group_egress_rule: ['security-group', 'security_group_id'],
  aws_route: ['route-table', 'route_table_id'],
  aws_route_table_association: ['route-table', 'route_table_id'],
  aws_vpc_endpoint_route_table_association: ['endpoint', 'vpc_endpoint_id'],
  aws_vpc_endpoint_subnet_association: ['endpoint', 'vpc_endpoint_id'],
  aws_vpc_endpoint_security_group_association: ['endpoint', 'vpc_endpoint_id'],
  aws_route53_record: ['hosted-zone', 'zone_id'],
  aws_route53_zone_association: ['hosted-zone', 'zone_id'],
  aws_ec2_managed_prefix_list_entry: ['prefix-list', 'prefix_list_id'],
  aws_network_acl_rule: ['network-acl', 'network_acl_id'],
  aws_network_acl_association: ['network-acl', 'network_acl_id'],
};

/** The type a stand-in has: that of a resource of its kind. */
const TYPES: Readonly<Record<Extended['kind'], string>> = table({
  'security-group': 'aws_security_group',
  'route-table': 'aws_route_table',
  endpoint: 'aws_vpc_endpoint',
  'hosted-zone': 'aws_route53_zone',
  'prefix-list': 'aws_ec2_managed_prefix_list',
  'network-acl': 'aws_network_acl',
});

/** Stand-ins for the objects that resources of the document add to, or took from, and that it does not have. */
export function extendedBy(registry: Registry): Partial<Nouns> | undefined {
  const { instances, removed } = registry.graph.document;
  const found: Extended[] = [];
  const add = (instance: Instance, values: JsonRecord | undefined, marks: unknown) => {
    const [kind, attribute] = ADDS[instance.type]!;
    const id = text(values?.[attribute]);
    // An id without an owner may belong to an object whose id the document does not show.
    if (id === undefined || id === '' || registry.byId(id, kind) || registry.withoutId(kind).length > 0) return;
    const standIn = standInFor(id, TYPES[kind], instance);
    const noun = extended(kind, standIn, registry, anyMark(markAt(marks, attribute)));
    registry.register(standIn, noun);
    found.push(noun);
  };
  for (const list of [instances, removed]) {
    for (const instance of list) {
      if (instance.mode === 'data' || !Object.hasOwn(ADDS, instance.type)) continue;
      add(instance, instance.values, instance.sensitive);
      if (instance.before) add(instance, instance.before, instance.sensitiveBefore);
    }
  }
  return found.length === 0 ? undefined : byKind(found, registry);
}

function byKind(nouns: readonly Extended[], registry: Registry): Partial<Nouns> {
  const of = <T extends Extended>(kind: T['kind']) => nouns.filter((noun): noun is T => noun.kind === kind);
  const hostedZones = of<HostedZone>('hosted-zone');
  return {
    securityGroups: of<SecurityGroup>('security-group'),
    routeTables: of<RouteTable>('route-table'),
    endpoints: of<Endpoint>('endpoint'),
    hostedZones,
    zoneRecords: hostedZones.map((zone) => recordsOf(zone, registry, false)),
    prefixLists: of<PrefixList>('prefix-list'),
    networkAcls: of<NetworkAcl>('network-acl'),
  };
}

/** An instance of which only the id is known. It is where the resource is that names it. */
function standInFor(id: string, type: string, by: Instance): Instance {
  return {
    address: id,
    module: by.module,
    mode: 'data',
    type,
    name: id,
    blockName: `data.${type}.${id}`,
    key: undefined,
    values: { id, zone_id: id },
    unknown: undefined,
    sensitive: undefined,
    before: undefined,
    action: null,
    block: undefined,
    provider: by.provider,
    at: by.at,
  };
}

function extended(kind: Extended['kind'], standIn: Instance, registry: Registry, sensitive: boolean): Extended {
  const { at, address: key } = standIn;
  const name = sensitive ? '(sensitive)' : key;
  const untold = (what: string) => unknown(`${what} of ${name} is not in the input`, at);
  const noun = {
    key,
    address: null,
    id: known(key, at, sensitive),
    region: registry.regionOf(standIn),
    account: untold('the account'),
    at,
  };
  const vpc = { is: 'unknown', because: `the VPC of ${name} is not in the input`, at } as const;
  /** What the document adds. Anything may be added elsewhere. */
  const more = <T>(added: Bag<T>, what: string): Bag<T> =>
    bag(added.sure, added.at, {
      maybe: added.maybe,
      open: `the other ${what} of ${name} are not in the input`,
      doubt: added.doubt ?? null,
    });
  switch (kind) {
    case 'security-group': {
      const view = new SecurityGroupView(standIn, registry);
      const group = { ...noun, kind, name: untold('the name'), vpc, isDefault: untold('the name') };
      return {
        ...group,
        get associatedVpcs() {
          return more(view.associatedVpcs, 'VPCs');
        },
        get ingress() {
          return more(view.ingress, 'rules');
        },
        get egress() {
          return more(view.egress, 'rules');
        },
      };
    }
    case 'route-table': {
      const view = new RouteTableView(standIn, registry);
      const table = { ...noun, kind, vpc, main: untold('the use as main table'), edge: untold('the use by a gateway') };
      return {
        ...table,
        get subnets() {
          return more(view.subnets, 'subnets');
        },
        get routes() {
          return more(view.routes, 'routes');
        },
      };
    }
    case 'hosted-zone': {
      const view = new HostedZoneView(standIn, registry);
      return {
        ...{ ...noun, kind, name: untold('the name'), isPrivate: untold('the visibility') },
        get vpcs() {
          return more(view.vpcs, 'VPCs');
        },
      };
    }
    case 'network-acl': {
      const view = new NetworkAclView(standIn, registry);
      return {
        ...{ ...noun, kind, vpc, isDefault: untold('the use as default list') },
        get subnets() {
          return more(view.subnets, 'subnets');
        },
        get entries() {
          return more(view.entries, 'entries');
        },
      };
    }
    case 'prefix-list': {
      const view = new PrefixListView(standIn, registry);
      return {
        ...{ ...noun, kind },
        get entries() {
          return view.entries;
        },
      };
    }
    case 'endpoint': {
      const view = new EndpointView(standIn, registry);
      return {
        ...{ ...noun, ...endpointFacts(untold), kind, vpc },
        get subnets() {
          return more(view.subnets, 'subnets');
        },
        get groups() {
          return more(view.groups, 'security groups');
        },
        get routeTables() {
          return more(view.routeTables, 'route tables');
        },
      };
    }
  }
}

function endpointFacts(untold: (what: string) => Fact<never>) {
  const { because, at } = untold('the rest') as { because: string; at: Entity['id']['at'] };
  return {
    type: untold('the type'),
    serviceName: untold('the service'),
    endpointServices: untold('the service'),
    serviceRegion: untold('the Region of the service'),
    resourceConfigurationArn: untold('the resource configuration'),
    serviceNetworkArn: untold('the service network'),
    privateDns: untold('the private DNS'),
    policy: untold('the policy'),
    ipAddressType: untold('the IP address type'),
    dnsOptions: untold('the DNS options'),
    state: untold('the state'),
    requesterManaged: untold('the manager'),
    tags: untold('the tags'),
    failure: untold('the failure'),
    createdAt: untold('the time of creation'),
    planned: null,
    replacement: null,
    addresses: openBag(because, at),
    namedZones: openBag(because, at),
    splitLists: untold('the owner of the lists'),
    acceptsItself: untold('who accepts it'),
    shares: openBag(because, at),
    privateApis: openBag(because, at),
    resources: openBag(because, at),
  };
}
