import { asAwsSpellsIt, parseServiceName } from '../../../aws/index.ts';
import {
  type Bag,
  bag,
  type DnsOptions,
  type Endpoint,
  type EndpointService,
  type Fact,
  isEmpty,
  known,
  type Mention,
  type Ref,
  refKey,
  type SecurityGroup,
  type Subnet,
  unknown,
  type Vpc,
} from '../../../model/index.ts';
import { toldOf } from '../changes/nested.ts';
import type { Resource } from '../stack/types.ts';
import { because, text, type Value } from '../values/value.ts';
import { nounOf } from './base.ts';
import { privateApisOf, resourcesOf } from './named-by.ts';
import { policyOf } from './policy.ts';
import type { Registry } from './registry.ts';
import { flag, mapView, optional, texts, type View, views, whose } from './view.ts';

/** `AWS::EC2::VPCEndpoint`. */
export function endpointOf(resource: Resource, registry: Registry): Endpoint {
  const view = registry.view(resource);
  const vpc = registry.refIn<Vpc>(view, 'VpcId', 'vpc');
  const type = typeOf(view);
  const { at } = resource;
  const serviceName = optional(view, 'ServiceName');
  const plan = planOf(resource, registry);
  return {
    ...nounOf(resource, registry),
    kind: 'endpoint',
    type,
    serviceName,
    endpointServices: servicesOf(view, registry),
    serviceRegion: optional(view, 'ServiceRegion'),
    resourceConfigurationArn: optional(view, 'ResourceConfigurationArn'),
    serviceNetworkArn: optional(view, 'ServiceNetworkArn'),
    vpc,
    subnets: registry.refs<Subnet>(view, 'SubnetIds', 'subnet'),
    groups: groupsOf(view, type, vpc, registry),
    routeTables: registry.refs(view, 'RouteTableIds', 'route-table'),
    privateDns: flag(view, 'PrivateDnsEnabled', false),
    policy: policyOf(view.get('PolicyDocument'), view.place('PolicyDocument'), whose(view, 'PolicyDocument')),
    ipAddressType: optional(view, 'IpAddressType', ['not-specified']),
    dnsOptions: dnsOptionsOf(view),
    state: stateOf(plan, serviceName, resource, registry),
    requesterManaged: known(false, at),
    tags: tagsOf(view),
    failure: known(null, at),
    createdAt: known(null, at),
    ...plan,
    inStack: { name: resource.stack.name, logicalId: resource.id },
    addresses: bag([], at),
    namedZones: bag([], at, { open: 'its names are known only after deployment' }),
    splitLists: known([], at),
    acceptsItself: known(false, at),
    get shares() {
      return sharesOf(this, registry);
    },
    get privateApis() {
      return privateApisOf(this, registry);
    },
    resources: resourcesOf(resource, registry),
  };
}

/** Resource shares among whose ARNs is one of the endpoint: `arn:...:vpc-endpoint/${Endpoint}`. */
function sharesOf(endpoint: Endpoint, registry: Registry): Bag<Mention> {
  const named = registry.ofType('AWS::RAM::ResourceShare').filter((resource) => {
    const arns = registry.world.read(resource, 'ResourceArns');
    const each = arns.k === 'list' ? arns.items : [arns];
    return each.some((value) => (value.k === 'mix' ? value.parts : [value]).some((part) => isOf(part, endpoint)));
  });
  const mention = ({ at, address }: Resource): Mention => ({ at, name: address });
  const [sure, maybe] = [true, false].map((certain) =>
    named.filter((resource) => (registry.made(resource) === 'yes') === certain).map(mention),
  );
  return bag(sure!, endpoint.at, { maybe: maybe! });
}

function isOf(part: Value, { key }: Endpoint): boolean {
  return part.k === 'ref' && part.attribute === null && part.to.address === key;
}

type Plan = Pick<Endpoint, 'planned' | 'replacement'>;

/** Without a change set, we assume a first deployment. Otherwise the change set says what is planned. */
export function planOf({ stack, id, address }: Resource, { world }: Registry): Plan {
  const root = world.rootOf(stack);
  if (root.past) return { planned: null, replacement: null };
  const { changes } = root;
  if (!changes) return { planned: 'create', replacement: null };
  const told = toldOf(changes, stack.parent);
  if (told === null) return { planned: null, replacement: null };
  const change = typeof told === 'string' ? undefined : told.changes.find((each) => each.id === id);
  if (told === 'new' || change?.action === 'add') return { planned: 'create', replacement: null };
  if (!change) return { planned: 'no-op', replacement: null };
  const { replaced, forcedBy } = change;
  if (replaced === 'no') return { planned: 'update', replacement: null };
  // CloudFormation creates the new one first and deletes the old one at the end.
  const replacement = { createsFirst: true, forcedBy, reason: null };
  if (replaced === 'yes') return { planned: 'replace', replacement };
  const open = `whether ${address} is replaced hangs on values that are known when the change set is executed`;
  return { planned: 'update', replacement: { ...replacement, open } };
}

/** A stack is done only when its endpoints are there; those that others must accept may wait for it all the same. */
function stateOf(
  { planned }: Plan,
  serviceName: Fact<string | null>,
  resource: Resource,
  registry: Registry,
): Fact<string | null> {
  const { at, address } = resource;
  if (registry.made(resource) !== 'yes')
    return unknown(`the condition of ${address} decides whether it is created`, at);
  if (planned === 'create' || planned === 'replace') return known<string | null>(null, at);
  const ofAws = serviceName.known && parseServiceName(serviceName.value ?? '').owner === 'aws';
  return ofAws
    ? known<string | null>('available', at)
    : unknown(`the change set does not show whether ${address} was accepted`, at);
}

/** Left out it is a gateway. */
function typeOf(view: View): Fact<string> {
  const type = optional(view, 'VpcEndpointType');
  return asAwsSpellsIt(type.known ? { ...type, value: type.value ?? 'Gateway' } : type, whose(view, 'VpcEndpointType'));
}

/** The endpoint service of this run whose id is in the service name. */
function servicesOf(view: View, registry: Registry): Fact<readonly EndpointService[]> {
  const at = view.place('ServiceName');
  const value = view.get('ServiceName');
  if (value.k === 'lit' || value.k === 'none') return known([], at);
  const parts: readonly Value[] = value.k === 'mix' ? value.parts : [value];
  const found = parts.flatMap((part) => {
    const noun = part.k === 'ref' ? registry.noun(part.to, 'endpoint-service') : undefined;
    return noun ? [noun as EndpointService] : [];
  });
  return found.length > 0 ? known(found, at) : unknown(`${whose(view, 'ServiceName')}: ${because(value)}`, at);
}

/** Where none is given AWS attaches the VPC's default group. */
function groupsOf(view: View, type: Fact<string>, vpc: Ref<Vpc>, registry: Registry): Bag<Ref<SecurityGroup>> {
  const own = registry.refs<SecurityGroup>(view, 'SecurityGroupIds', 'security-group');
  const none = type.known && (type.value === 'Gateway' || type.value === 'GatewayLoadBalancer');
  return none ? own : withDefaultGroup(own, vpc, registry);
}

/** Where none is given AWS attaches the VPC's default group. */
export function withDefaultGroup(
  own: Bag<Ref<SecurityGroup>>,
  vpc: Ref<Vpc>,
  registry: Registry,
): Bag<Ref<SecurityGroup>> {
  if (!isEmpty(own)) return own;
  const { at } = own;
  const group = vpc.is === 'entity' ? registry.defaultGroup(vpc.to.key) : undefined;
  if (group) return bag([{ is: 'entity', to: group, at }], at);
  const name = refKey(vpc);
  const because =
    'no security group is set, so the endpoint has the default security group of its VPC, which is not in the template';
  return bag(
    [{ is: 'unknown', because, at, ...(name === undefined ? {} : { symbol: `default group of ${name}` }) }],
    at,
  );
}

function dnsOptionsOf(view: View): Fact<DnsOptions | null> {
  const value = view.get('DnsOptions');
  const at = view.place('DnsOptions');
  if (value.k === 'none') return known(null, at);
  if (value.k !== 'map') return unknown(`${whose(view, 'DnsOptions')}: ${because(value)}`, at);
  const inner = mapView(value, at, view.address);
  return known(
    {
      recordIpType: optional(inner, 'DnsRecordIpType', ['not-specified']),
      onlyInboundResolver: inboundOnly(inner),
      preference: optional(inner, 'PrivateDnsPreference', ['NOT_SPECIFIED', 'not-specified']),
      specifiedDomains: texts(inner, 'PrivateDnsSpecifiedDomains'),
    },
    at,
  );
}

/** An enumeration here, a boolean in the API. */
function inboundOnly(view: View): Fact<boolean | null> {
  const written = optional(view, 'PrivateDnsOnlyForInboundResolverEndpoint', ['NotSpecified']);
  if (!written.known) return written;
  const { value } = written;
  if (value === null) return { ...written, value: null };
  const flags: Readonly<Record<string, boolean>> = {
    OnlyInboundResolver: true,
    AllResolvers: false,
    true: true,
    false: false,
  };
  const known = flags[value];
  return known === undefined
    ? unknown(`${value} is no value of the property`, written.at)
    : { ...written, value: known };
}

/** Tags by key. Those with a key or value that is not known are left out. */
function tagsOf(view: View): Fact<Readonly<Record<string, string>>> {
  const at = view.place('Tags');
  const { items, open } = views(view.get('Tags'), at, view.address);
  if (open !== null) return unknown(`${whose(view, 'Tags')}: ${open}`, at);
  const tags: Record<string, string> = Object.create(null);
  for (const item of items) {
    const [key, value] = [item.get('Key'), item.get('Value')];
    if (key.k === 'lit') tags[text(key)] = value.k === 'lit' && !value.secret ? text(value) : '';
  }
  return known({ ...tags }, at);
}
