/** What runs in subnets and calls services of AWS from there, as EKS, ECS, Lambda and SageMaker describe it. */
import { NEEDS, needsOfContainers, parseArn } from '../../../aws/index.ts';
import { type Bag, bag, openBag } from '../../../model/bag.ts';
import { unknown } from '../../../model/fact.ts';
import type { Subnet, Vpc, Workload } from '../../../model/nouns/index.ts';
import type { Origin } from '../../../model/origin.ts';
import type { Ref } from '../../../model/ref.ts';
import { nounOf, type Registry, refIn, refsIn, regionFact } from '../registry.ts';
import { fact, field, missing, placeOf, type Row, rowIn, rowsIn, text } from '../row.ts';
import type { Store } from '../store.ts';
import { subnetsOfCluster } from './kafka.ts';
import { aiServicesOfRole } from './role.ts';

/** States of what runs no longer, or was never made. */
const GONE = /^(deleting|deleted|delete_in_progress|failed|create_failed|inactive|draining|disabled)$/i;

export function workloadsOf(registry: Registry): Workload[] {
  const { store } = registry;
  const alive = (rows: readonly Row[], state: string) => rows.filter((row) => !GONE.test(text(row, state) ?? ''));
  return [
    ...alive(store.rows('Nodegroup'), 'status').map((row) => nodeGroup(row, registry)),
    ...alive(store.rows('FargateProfile'), 'status').map((row) => fargateProfile(row, registry)),
    ...alive(store.rows('EcsServices'), 'status').map((row) => ecsService(row, registry)),
    ...store.rows('Functions').flatMap((row) => lambdaFunction(row, registry) ?? []),
    ...alive(store.rows('EventSourceMappings'), 'State').flatMap((row) => mapping(row, registry) ?? []),
    ...alive(store.rows('SagemakerDomain'), 'Status').map((row) => domain(row, registry)),
    ...refusals(registry),
  ];
}

type Uses = Pick<Workload, 'subnets' | 'needs' | 'mayCall'>;

/** Its name is the part of its ARN after the account, without the id at the end of some ARNs. */
function workload(row: Row, idField: string, registry: Registry, uses: Uses, vpc?: Ref<Vpc>): Workload {
  const noun = nounOf(registry, row, idField);
  const arn = parseArn(text(row, idField) ?? '');
  return {
    ...noun,
    key: arn?.resource.replace(/\/[0-9a-f]{8}-[0-9a-f-]{27}$/, '') ?? noun.key,
    kind: 'workload',
    vpc: vpc ?? vpcOf(uses.subnets, row),
    ...uses,
  };
}

function vpcOf({ sure }: Bag<Ref<Subnet>>, row: Row): Ref<Vpc> {
  const subnet = sure.find((ref) => ref.is === 'entity');
  if (subnet?.is === 'entity') return subnet.to.vpc;
  return {
    is: 'unknown',
    because: 'the VPC of a workload is that of its subnets, which are not in the input',
    at: row.at,
  };
}

function nodeGroup(row: Row, registry: Registry): Workload {
  const { store } = registry;
  const cluster = text(row, 'clusterName');
  const roles = serviceAccountRoles(cluster, store);
  const pods = store.rows('PodIdentityAssociations').some((each) => text(each, 'clusterName') === cluster);
  return workload(row, 'nodegroupArn', registry, {
    subnets: refsIn(registry.subnets, row, 'subnets'),
    needs: bag(roles === 'yes' ? [...NEEDS['node-group'], 'sts'] : NEEDS['node-group'], row.at, {
      maybe: roles === 'unknown' ? ['sts'] : [],
    }),
    mayCall: bag(pods ? ['eks', 'eks-auth'] : ['eks'], row.at),
  });
}

/** Whether pods of a cluster get roles by OIDC: IAM then has a provider for the issuer of the cluster. */
function serviceAccountRoles(name: string | undefined, store: Store): 'yes' | 'no' | 'unknown' {
  const cluster = store.rows('EksCluster').find((row) => text(row, 'name') === name);
  const issuer = cluster && text(rowIn(rowIn(cluster, 'identity'), 'oidc'), 'issuer');
  if (issuer === undefined || store.sections('OpenIDConnectProviderList').length === 0) return 'unknown';
  const host = issuer.replace(/^https:\/\//, '');
  const providers = store.rows('OpenIDConnectProviderList').map((row) => text(row, 'Arn') ?? '');
  return providers.some((arn) => arn.endsWith(`oidc-provider/${host}`)) ? 'yes' : 'no';
}

function fargateProfile(row: Row, registry: Registry): Workload {
  return workload(row, 'fargateProfileArn', registry, {
    subnets: refsIn(registry.subnets, row, 'subnets'),
    needs: bag(NEEDS['fargate-profile'], row.at),
    mayCall: bag([], row.at),
  });
}

function ecsService(row: Row, registry: Registry): Workload {
  const network = rowIn(rowIn(row, 'networkConfiguration'), 'awsvpcConfiguration');
  const names = [
    text(row, 'launchType'),
    ...rowsIn(row, 'capacityProviderStrategy').map((p) => text(p, 'capacityProvider')),
  ];
  const isFargate = names.some((name) => /^FARGATE/.test(name ?? ''));
  return workload(row, 'serviceArn', registry, {
    subnets: isFargate ? refsIn(registry.subnets, network, 'subnets') : bag([], row.at),
    ...(isFargate ? usesOfTask(row, registry) : { needs: bag([], row.at), mayCall: bag([], row.at) }),
  });
}

function usesOfTask(service: Row, { store }: Registry): Pick<Uses, 'needs' | 'mayCall'> {
  const arn = text(service, 'taskDefinition');
  const task = store.rows('TaskDefinition').find((row) => text(row, 'taskDefinitionArn') === arn);
  if (!task) {
    const at = placeOf(service, 'taskDefinition');
    const because = store.unread('ecs describe-task-definition') ?? 'add the output of ecs describe-task-definition';
    return {
      needs: openBag(`the task definition of ${text(service, 'serviceName')} is not in the input: ${because}`, at),
      mayCall: bag([], at),
    };
  }
  const at = placeOf(task, 'containerDefinitions');
  const needs = needsOfContainers(field(task, 'containerDefinitions'), store.region ?? undefined);
  return {
    needs: bag(needs ?? [], at, { open: needs === null ? missing(task, 'containerDefinitions') : null }),
    mayCall: aiServicesOfRole(task, 'taskRoleArn', store),
  };
}

/** Functions outside of VPCs are left out. */
function lambdaFunction(row: Row, registry: Registry): Workload | undefined {
  const network = rowIn(row, 'VpcConfig');
  if (text(network, 'VpcId') === undefined) return undefined;
  const uses = {
    subnets: refsIn(registry.subnets, network, 'SubnetIds'),
    needs: bag<string>([], row.at),
    mayCall: aiServicesOfRole(row, 'Role', registry.store),
  };
  return workload(row, 'FunctionArn', registry, uses, refIn(registry.vpcs, network, 'VpcId'));
}

/** Pollers in on-demand mode are in the subnets of the cluster of MSK; those in provisioned mode need none of them. */
function mapping(row: Row, registry: Registry): Workload | undefined {
  if (field(row, 'ProvisionedPollerConfig') !== undefined) return undefined;
  if (parseArn(text(row, 'EventSourceArn') ?? '')?.service !== 'kafka') return undefined;
  const access = rowsIn(row, 'SourceAccessConfigurations').map((each) => text(each, 'Type') ?? '');
  const own = NEEDS['event-source-mapping'];
  const made = workload(row, 'UUID', registry, {
    subnets: subnetsOfCluster(row, registry),
    needs: bag(access.some((type) => /_AUTH$|_CERTIFICATE$/.test(type)) ? [...own, 'secretsmanager'] : own, row.at),
    mayCall: bag([], row.at),
  });
  // The whole text would fill a message.
  return { ...made, key: `event-source-mapping:${text(row, 'UUID')?.split('-')[0]}` };
}

/** Studio in VPC only mode reaches nothing but by the VPC. */
function domain(row: Row, registry: Registry): Workload {
  const access = fact(row, 'AppNetworkAccessType', 'string');
  const needs = access.known
    ? bag(access.value === 'VpcOnly' ? NEEDS['sagemaker-domain'] : [], row.at)
    : openBag(access.because, row.at);
  const uses = { subnets: refsIn(registry.subnets, row, 'SubnetIds'), needs, mayCall: bag<string>([], row.at) };
  return workload(row, 'DomainArn', registry, uses, refIn(registry.vpcs, row, 'VpcId'));
}

/** Calls without which a live read does not know what there is. */
const LISTS = [
  'eks list-clusters',
  'eks describe-cluster',
  'eks list-nodegroups',
  'eks describe-nodegroup',
  'eks list-fargate-profiles',
  'eks describe-fargate-profile',
  'ecs list-clusters',
  'ecs list-services',
  'ecs describe-services',
  'lambda list-event-source-mappings',
  'sagemaker list-domains',
  'sagemaker describe-domain',
];

const NOWHERE: Origin = { input: 0 };

/** If AWS denied a live read this list, the account may have any number of them: their absence proves nothing. */
function refusals({ store }: Registry): Workload[] {
  return LISTS.flatMap((call): Workload[] => {
    const reason = store.unread(call);
    if (reason === undefined) return [];
    const because = `${call}: ${reason}`;
    return [
      {
        kind: 'workload',
        key: `of ${call}`,
        address: null,
        id: unknown(because, NOWHERE),
        region: regionFact(store, NOWHERE),
        account: unknown(because, NOWHERE),
        at: NOWHERE,
        vpc: { is: 'unknown', because, at: NOWHERE },
        subnets: openBag(because, NOWHERE),
        needs: openBag(because, NOWHERE),
        mayCall: bag([], NOWHERE),
      },
    ];
  });
}
