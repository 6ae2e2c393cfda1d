/** What runs in subnets and calls services of AWS from there. */
import { aiServicesOf, allowedActions, IMAGES, NEEDS, needsOfContainers } from '../../../aws/index.ts';
import { oncePer, push } from '../../../base/memo.ts';
import { table } from '../../../base/table.ts';
import { type Bag, bag, openBag, type Ref, type Subnet, type Vpc, type Workload } from '../../../model/index.ts';
import type { Resource } from '../stack/types.ts';
import { because, text, type Value } from '../values/value.ts';
import { nounOf } from './base.ts';
import { treeOf } from './policy.ts';
import { customResources } from './reached.ts';
import { referencesIn } from './references-in.ts';
import type { Registry } from './registry.ts';
import { mapView, optional, type View, views } from './view.ts';

interface Type {
  readonly is: keyof typeof NEEDS;
  readonly inside: readonly string[];
  readonly subnets: string;
}

/** Where each type keeps its subnets. */
const TYPES: Readonly<Record<string, Type>> = table({
  'AWS::EKS::Nodegroup': { is: 'node-group', inside: [], subnets: 'Subnets' },
  'AWS::EKS::FargateProfile': { is: 'fargate-profile', inside: [], subnets: 'Subnets' },
  'AWS::ECS::Service': {
    is: 'ecs-service',
    inside: ['NetworkConfiguration', 'AwsvpcConfiguration'],
    subnets: 'Subnets',
  },
  'AWS::Lambda::Function': { is: 'function', inside: ['VpcConfig'], subnets: 'SubnetIds' },
  'AWS::Serverless::Function': { is: 'function', inside: ['VpcConfig'], subnets: 'SubnetIds' },
  'AWS::Lambda::EventSourceMapping': { is: 'event-source-mapping', inside: [], subnets: '' },
  'AWS::SageMaker::Domain': { is: 'sagemaker-domain', inside: [], subnets: 'SubnetIds' },
});

export const WORKLOAD_TYPES = Object.keys(TYPES);

export function workloadOf(resource: Resource, registry: Registry): Workload {
  const subnets = subnetsOf(resource, registry);
  const first = subnets.sure.find((ref) => ref.is === 'entity');
  const vpc: Ref<Vpc> =
    first?.is === 'entity'
      ? first.to.vpc
      : {
          is: 'unknown',
          because: `${resource.address} is in the VPC of its subnets, which is not known`,
          at: resource.at,
        };
  return {
    ...nounOf(resource, registry),
    kind: 'workload',
    vpc,
    subnets,
    get needs() {
      return needsOf(resource, registry);
    },
    get mayCall() {
      return mayCallOf(resource, registry);
    },
  };
}

function subnetsOf(resource: Resource, registry: Registry): Bag<Ref<Subnet>> {
  const { is, inside, subnets } = TYPES[resource.type]!;
  if (is === 'event-source-mapping') return subnetsOfCluster(resource, registry);
  return registry.refs<Subnet>(within(resource, inside, registry), subnets, 'subnet');
}

function within(resource: Resource, inside: readonly string[], registry: Registry): View {
  let view = registry.view(resource);
  for (const name of inside) view = mapView(view.get(name), view.place(name), resource.address);
  return view;
}

/** Pollers in on-demand mode are in the subnets of the cluster; those in provisioned mode need none of them. */
function subnetsOfCluster(mapping: Resource, registry: Registry): Bag<Ref<Subnet>> {
  const view = registry.view(mapping);
  const provisioned = view.get('ProvisionedPollerConfig').k !== 'none';
  const cluster = referredTo(view.get('EventSourceArn'), 'AWS::MSK::Cluster', 'AWS::MSK::ServerlessCluster');
  if (provisioned || !cluster) return bag([], mapping.at);
  if (cluster.type === 'AWS::MSK::Cluster')
    return registry.refs<Subnet>(within(cluster, ['BrokerNodeGroupInfo'], registry), 'ClientSubnets', 'subnet');
  const own = registry.view(cluster);
  const [first] = views(own.get('VpcConfigs'), own.place('VpcConfigs'), cluster.address).items;
  return first ? registry.refs<Subnet>(first, 'SubnetIds', 'subnet') : bag([], cluster.at);
}

function needsOf(resource: Resource, registry: Registry): Bag<string> {
  const { is } = TYPES[resource.type]!;
  const own = NEEDS[is];
  const view = registry.view(resource);
  switch (is) {
    case 'node-group':
      return bag(usesServiceAccountRoles(resource, registry) ? [...own, 'sts'] : own, resource.at);
    case 'ecs-service':
      return isFargate(view) ? needsOfTask(resource, registry) : bag([], resource.at);
    case 'function':
      return bag(behindCustomResources(registry).has(resource) ? NEEDS['custom-resource'] : [], resource.at);
    case 'event-source-mapping': {
      const access = views(view.get('SourceAccessConfigurations'), resource.at, resource.address).items;
      const types = access.map((each) => each.get('Type')).flatMap((type) => (type.k === 'lit' ? [text(type)] : []));
      const isAuthenticated = types.some((type) => /_AUTH$|_CERTIFICATE$/.test(type));
      return bag(isAuthenticated ? [...own, 'secretsmanager'] : own, resource.at);
    }
    case 'sagemaker-domain': {
      const access = optional(view, 'AppNetworkAccessType');
      if (!access.known) return openBag(access.because, access.at);
      return bag(access.value === 'VpcOnly' ? own : [], resource.at);
    }
    default:
      return bag(own, resource.at);
  }
}

function isFargate(view: View): boolean {
  const strategy = views(view.get('CapacityProviderStrategy'), view.at, view.address).items;
  const names = [view.get('LaunchType'), ...strategy.map((each) => each.get('CapacityProvider'))];
  return names.some((name) => name.k === 'lit' && /^FARGATE/.test(text(name)));
}

/** What a reference in the definition of a container is for. */
const REFERRED: Readonly<Record<string, readonly string[]>> = table({
  'AWS::ECR::Repository': IMAGES,
  'AWS::Logs::LogGroup': ['logs'],
  'AWS::SecretsManager::Secret': ['secretsmanager'],
  'AWS::SSM::Parameter': ['ssm'],
});

function needsOfTask(service: Resource, registry: Registry): Bag<string> {
  const task = taskOf(service, registry);
  if (!task) return openBag(`the task definition of ${service.address} is not in the template`, service.at);
  const value = registry.view(task).get('ContainerDefinitions');
  const region = registry.region(service);
  const known = needsOfContainers(treeOf(value), region.known ? region.value : undefined);
  const referred = referencesIn(value).flatMap(({ type }) => REFERRED[type] ?? []);
  return bag([...new Set([...(known ?? []), ...referred])], task.at, { open: known === null ? because(value) : null });
}

function taskOf(service: Resource, registry: Registry): Resource | undefined {
  return referredTo(registry.view(service).get('TaskDefinition'), 'AWS::ECS::TaskDefinition');
}

function mayCallOf(resource: Resource, registry: Registry): Bag<string> {
  const { is } = TYPES[resource.type]!;
  if (is === 'node-group') return bag(['eks'], resource.at);
  const task = is === 'ecs-service' ? taskOf(resource, registry) : undefined;
  const holder = is === 'function' ? resource : task;
  if (!holder) return bag([], resource.at);
  const role = referredTo(registry.view(holder).get(task ? 'TaskRoleArn' : 'Role'), 'AWS::IAM::Role');
  const actions = role ? (policiesByRole(registry).get(role) ?? []).flatMap(actionsIn) : [];
  return bag(aiServicesOf(actions), resource.at);
}

function actionsIn(document: Value): readonly string[] {
  return allowedActions(treeOf(document));
}

/** Documents of the policies of each role: its own, and those that are resources. */
const policiesByRole = oncePer((registry: Registry): ReadonlyMap<Resource, readonly Value[]> => {
  const policies = new Map<Resource, Value[]>();
  for (const role of registry.ofType('AWS::IAM::Role')) {
    const view = registry.view(role);
    for (const each of views(view.get('Policies'), view.place('Policies'), role.address).items)
      push(policies, role, each.get('PolicyDocument'));
  }
  for (const type of ['AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy']) {
    for (const policy of registry.ofType(type)) {
      const view = registry.view(policy);
      for (const role of referencesIn(view.get('Roles'))) push(policies, role, view.get('PolicyDocument'));
    }
  }
  return policies;
});

/** Functions that answer for custom resources: they put their answer into a bucket of CloudFormation. */
const behindCustomResources = oncePer((registry: Registry): ReadonlySet<Resource> => {
  const functions = new Set<Resource>();
  for (const resource of customResources(registry)) {
    for (const to of referencesIn(registry.view(resource).get('ServiceToken'))) functions.add(to);
  }
  return functions;
});

/** Whether pods of the cluster get roles by OIDC: their SDKs call STS. */
function usesServiceAccountRoles(nodes: Resource, registry: Registry): boolean {
  const cluster = referredTo(registry.view(nodes).get('ClusterName'), 'AWS::EKS::Cluster');
  const urls = [
    ...registry.ofType('AWS::IAM::OIDCProvider'),
    ...registry.ofType('Custom::AWSCDKOpenIdConnectProvider'),
  ].map((provider) => registry.view(provider).get('Url'));
  return urls.some((url) => cluster !== undefined && referencesIn(url).includes(cluster));
}

function referredTo(value: Value, ...types: readonly string[]): Resource | undefined {
  return referencesIn(value).find(({ type }) => types.includes(type));
}
