/** Endpoints that a service creates and manages, as that service lists them. */
import { type Bag, bag, openBag } from '../../../model/bag.ts';
import { known, unknown } from '../../../model/fact.ts';
import type { EndpointManager, ManagedEndpoint, SecurityGroup, Subnet, Vpc } from '../../../model/nouns/index.ts';
import { within } from '../../../model/origin.ts';
import type { Ref } from '../../../model/ref.ts';
import type { ListKey } from '../calls.ts';
import { nounOf, type Registry, refIn, refsIn } from '../registry.ts';
import { fact, field, isObject, missing, type Row, rowsIn, text } from '../row.ts';

/** Where the answers of a service keep the parts of an endpoint. */
interface Answer {
  readonly manager: EndpointManager;
  readonly id: string;
  readonly status: string;
  /** Object that holds the VPC and subnets, and also the groups unless they are a list of objects. */
  readonly inside?: string;
  readonly vpc: string;
  /** A subnet, or a list of them; of network interfaces where the answer lists those. */
  readonly subnets: string;
  readonly interfaces?: string;
  readonly groups: string;
  /** Id in an element, where groups are a list of objects. */
  readonly group?: string;
  readonly port?: string;
}

const ANSWERS: Partial<Readonly<Record<ListKey, Answer>>> = {
  InstanceConnectEndpoints: {
    manager: 'instance-connect',
    id: 'InstanceConnectEndpointId',
    status: 'State',
    vpc: 'VpcId',
    subnets: 'SubnetId',
    groups: 'SecurityGroupIds',
  },
  DomainVpcEndpoints: {
    manager: 'opensearch',
    id: 'VpcEndpointId',
    status: 'Status',
    inside: 'VpcOptions',
    vpc: 'VPCId',
    subnets: 'SubnetIds',
    groups: 'SecurityGroupIds',
  },
  ServerlessVpcEndpoints: {
    manager: 'opensearch-serverless',
    id: 'id',
    status: 'status',
    vpc: 'vpcId',
    subnets: 'subnetIds',
    groups: 'securityGroupIds',
  },
  EndpointAccessList: {
    manager: 'redshift',
    id: 'EndpointName',
    status: 'EndpointStatus',
    inside: 'VpcEndpoint',
    vpc: 'VpcId',
    subnets: 'SubnetId',
    interfaces: 'NetworkInterfaces',
    groups: 'VpcSecurityGroups',
    group: 'VpcSecurityGroupId',
    port: 'Port',
  },
  WorkgroupEndpoints: {
    manager: 'redshift-serverless',
    id: 'endpointName',
    status: 'endpointStatus',
    inside: 'vpcEndpoint',
    vpc: 'vpcId',
    subnets: 'subnetId',
    interfaces: 'networkInterfaces',
    groups: 'vpcSecurityGroups',
    group: 'vpcSecurityGroupId',
    port: 'port',
  },
};

const ANSWERED = Object.entries(ANSWERS) as [ListKey, Answer][];

/** The keys that list them. */
export const MANAGED_KEYS: readonly ListKey[] = ANSWERED.map(([key]) => key);

export function managedEndpointsOf(registry: Registry): ManagedEndpoint[] {
  return ANSWERED.flatMap(([key, answer]) =>
    registry.store
      .rows(key)
      .filter((row) => !/delet|fail/i.test(text(row, answer.status) ?? ''))
      .map((row) => endpointOf(row, answer, registry)),
  );
}

function endpointOf(row: Row, answer: Answer, registry: Registry): ManagedEndpoint {
  const { manager, port } = answer;
  const inner = innerOf(row, answer);
  return {
    ...nounOf(registry, row, answer.id),
    kind: 'managed-endpoint',
    manager,
    vpc: refIn<Vpc>(registry.vpcs, inner, answer.vpc),
    subnets: subnetsOf(inner, answer, registry),
    groups: groupsOf(answer.group === undefined ? inner : row, answer, registry),
    port: port === undefined ? known(null, row.at) : fact(row, port, 'number'),
    isMultiZone:
      manager === 'opensearch'
        ? unknown('whether its domain is in several Availability Zones is not in the input', row.at)
        : known(true, row.at),
    firewallSubnets: bag([], row.at),
    planned: null,
  };
}

function innerOf(row: Row, { inside }: Answer): Row {
  const fields = inside === undefined ? undefined : field(row, inside);
  return isObject(fields) ? { fields, at: within(row.at, inside!), call: row.call } : row;
}

function subnetsOf(row: Row, { subnets, interfaces }: Answer, registry: Registry): Bag<Ref<Subnet>> {
  const { subnets: all } = registry;
  if (interfaces !== undefined) {
    const refs = rowsIn(row, interfaces).map((each) => refIn<Subnet>(all, each, subnets));
    return refs.length > 0 ? bag(refs, row.at) : openBag(missing(row, interfaces), row.at);
  }
  if (Array.isArray(field(row, subnets))) return refsIn<Subnet>(all, row, subnets);
  const ref = refIn<Subnet>(all, row, subnets);
  return ref.is === 'unknown' ? openBag(ref.because, ref.at) : bag([ref], ref.at);
}

function groupsOf(row: Row, { groups, group }: Answer, registry: Registry): Bag<Ref<SecurityGroup>> {
  if (group === undefined) return refsIn<SecurityGroup>(registry.groups, row, groups);
  const refs = rowsIn(row, groups).map((each) => refIn<SecurityGroup>(registry.groups, each, group));
  return refs.length > 0 ? bag(refs, row.at) : openBag(missing(row, groups), row.at);
}
