import * as z from 'zod/mini';
import { addEndpoints } from '../../src/ask/add-endpoints.ts';
import { whyNeeded } from '../../src/ask/companions.ts';
import { linksOf } from '../../src/ask/links.ts';
import { serviceKeyOf } from '../../src/ask/neighbours.ts';
import { reachedFrom } from '../../src/ask/other-paths.ts';
import { waysOutOfVpc } from '../../src/ask/paths.ts';
import { privateNames, zoneNames } from '../../src/ask/private-names.ts';
import { recordsTo } from '../../src/ask/records.ts';
import { endpointsTo } from '../../src/ask/services.ts';
import { unservedWorkloads } from '../../src/ask/unserved.ts';
import { isServiceUnknown, parseServiceName, serviceFacts } from '../../src/aws/index.ts';
import { series } from '../../src/base/words.ts';
import {
  controlsOf,
  defineRule,
  type Example,
  fail,
  nameOf,
  notApplicable,
  pass,
  undecided,
  type Verdict,
} from '../../src/engine/index.ts';
import { type Endpoint, type HostedZone, is, maybe, type Network, type Ref, same } from '../../src/model/index.ts';

/** Image pulls need both of them, and S3 for the layers. */
const ECR = new Set(['ecr.api', 'ecr.dkr']);
/** The agent of container instances needs them; Fargate does not. */
const ECS = new Set(['ecs', 'ecs-agent', 'ecs-telemetry']);

/** A state does not show all endpoints. */
const PLANS = {
  inputs: ['plan', 'state', 'tfstate', 'describe', 'template'],
  undecidedIn: ['state', 'tfstate'],
} as const satisfies Partial<Example>;

/** A container, with an image in ECR if asked for. */
function container(...has: readonly ('image' | 'logs' | 'secrets')[]): object {
  return {
    name: 'app',
    image: has.includes('image')
      ? '123456789012.dkr.ecr.us-east-1.amazonaws.com/app:1'
      : 'registry.corp.example.com/app:1',
    ...(has.includes('logs')
      ? { logConfiguration: { logDriver: 'awslogs', options: { 'awslogs-region': 'us-east-1' } } }
      : {}),
    ...(has.includes('secrets')
      ? { secrets: [{ name: 'KEY', valueFrom: 'arn:aws:secretsmanager:us-east-1:123456789012:secret:key' }] }
      : {}),
  };
}

export default defineRule({
  id: 'coverage/missing-companion',
  level: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Endpoint or workload lacks an endpoint that it depends on, in a VPC with no other route to the service.',
  why: 'Calls to the missing service time out. For example, image pulls need S3, and Session Manager needs ssmmessages.',
  fix: 'Add the missing endpoints.',
  recipes: {
    cloudformation: `EcrDkrEndpoint:
  Type: AWS::EC2::VPCEndpoint
  Properties:
    VpcId: !Ref Vpc
    VpcEndpointType: Interface
    ServiceName: !Sub com.amazonaws.\${AWS::Region}.ecr.dkr
    SubnetIds: [!Ref PrivateA, !Ref PrivateB]
    SecurityGroupIds: [!Ref EndpointGroup]
    PrivateDnsEnabled: true`,
  },
  exceptions: [
    'A default route leads out of the VPC through a NAT gateway, internet gateway, transit gateway, peering connection or VPN.',
    'A hub serves the missing service: a private hosted zone or Resolver rule answers for it, and the VPC has routes to other networks.',
    'An endpoint that serves other VPCs through a hosted zone, because these VPCs have their own routes. Undecided if the VPCs of the hosted zone are not known.',
    'A note for ssm without ec2messages, because Parameter Store needs no other service. With ec2messages, ssm is for managed nodes.',
    'Workloads are checked only if none of their subnets has a default route.',
    'Checked containers are EKS node groups, EKS Fargate profiles and ECS services on Fargate.',
    'Other checked workloads are MSK event source mappings without provisioned pollers, SageMaker domains in VPC only mode, and functions behind custom resources.',
    'A note if a role lets a function or task call an AI service, and for the eks endpoint of nodes.',
    'A note for ECS with the option `fargateOnly`, because Fargate needs none of the three endpoints.',
  ],
  sources: [
    'https://docs.aws.amazon.com/eks/latest/userguide/private-clusters.html',
    'https://docs.aws.amazon.com/lambda/latest/dg/with-msk-cluster-network.html',
    'https://docs.aws.amazon.com/sagemaker/latest/dg/studio-updated-and-internet-access.html',
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cfn-vpce-bucketnames.html',
    'https://docs.aws.amazon.com/bedrock/latest/userguide/vpc-interface-endpoints.html',
    'https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html',
    'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/vpc-endpoints.html',
    'https://docs.aws.amazon.com/systems-manager/latest/userguide/setup-create-vpc.html',
    'https://docs.aws.amazon.com/codeartifact/latest/ug/create-s3-gateway-endpoint.html',
  ],
  controls: controlsOf('fsbp', 'EC2.55', 'EC2.56', 'EC2.57'),
  subject: 'endpoint',
  alsoSubjects: ['vpc'],
  options: z.object({
    /** Whether all containers of ECS run on Fargate. */
    fargateOnly: z._default(z.boolean(), false),
  }),
  bad: {
    'only ecr.dkr': {
      scene: { endpoints: { 'ecr.dkr': {} } },
      says: 'ecr.dkr also needs ecr.api and s3, but its VPC has no endpoint for them and no other route',
      level: 'error',
      undecidedIn: ['state', 'tfstate'],
    },
    'ssm without ssmmessages': {
      scene: { endpoints: { ssm: {} } },
      says: 'ssm also needs ssmmessages, but its VPC has no endpoint for it and no other route',
      level: 'note',
      undecidedIn: ['state', 'tfstate'],
    },
    'older managed nodes without ssmmessages': {
      scene: { endpoints: { ssm: {}, ec2messages: {} } },
      subject: 'ssm',
      alsoOn: ['ec2messages'],
      says: 'ssm also needs ssmmessages, but its VPC has no endpoint for it and no other route',
      inputs: ['plan', 'describe', 'template'],
    },
    'CodeArtifact without S3': {
      scene: { endpoints: { 'codeartifact.api': {}, 'codeartifact.repositories': {} } },
      subject: 'codeartifact.api',
      alsoOn: ['codeartifact.repositories'],
      says: 'codeartifact.api also needs s3, but its VPC has no endpoint for it and no other route',
      inputs: ['plan', 'describe', 'template'],
    },
    'the agent of ECS': {
      scene: { endpoints: { ecs: {} } },
      says: 'ecs also needs ecs-agent and ecs-telemetry, but its VPC has no endpoint for them and no other route',
      undecidedIn: ['state', 'tfstate'],
    },
    'containers on Fargate': {
      scene: { endpoints: { ecs: {} } },
      options: { fargateOnly: true },
      says: 'ecs also needs ecs-agent and ecs-telemetry, but its VPC has no endpoint for them and no other route',
      level: 'note',
      undecidedIn: ['state', 'tfstate'],
    },
    'a peering connection without a hosted zone': {
      scene: {
        vpcs: { main: {}, hub: {} },
        routeTables: { apps: { subnets: ['a', 'b', 'c'], routes: { '10.1.0.0/16': { peer: 'hub' } } } },
        hostedZones: { 'example.internal': {} },
        endpoints: { ssm: {} },
      },
      says: 'ssm also needs ssmmessages, but its VPC has no endpoint for it and no other route',
      level: 'note',
      undecidedIn: ['state', 'tfstate'],
    },
    'a hosted zone without a record for the service': {
      scene: {
        vpcs: { main: {}, hub: {} },
        routeTables: { apps: { subnets: ['a', 'b', 'c'], routes: { '10.1.0.0/16': { peer: 'hub' } } } },
        hostedZones: { 'us-east-1.amazonaws.com': { records: { 'kms.us-east-1.amazonaws.com': ['hub.example.com'] } } },
        endpoints: { ssm: {} },
      },
      says: 'ssm also needs ssmmessages, but its VPC has no endpoint for it and no other route',
      level: 'note',
      also: ['dns/zone-shadows-services'],
      undecidedIn: ['state', 'tfstate'],
    },
    'nodes of EKS': {
      scene: { workloads: { nodes: { runs: 'node-group', withRoles: true } }, endpoints: { ec2: {}, eks: {} } },
      subject: 'main',
      says: '{nodes} needs ecr.api, ecr.dkr, s3, sts, but {vpc:main} has no route to them',
      level: 'error',
      ...PLANS,
    },
    'pods on Fargate': {
      scene: { workloads: { pods: { runs: 'fargate-profile' } }, endpoints: { sqs: {} } },
      subject: 'main',
      says: '{pods} needs ecr.api, ecr.dkr, s3, but {vpc:main} has no route to them',
      level: 'error',
      ...PLANS,
    },
    'tasks that write logs and read a secret': {
      scene: {
        workloads: { web: { runs: 'ecs-service', containers: [container('logs', 'secrets')] } },
        endpoints: { sqs: {} },
      },
      subject: 'main',
      says: '{web} needs logs, secretsmanager, but {vpc:main} has no route to them',
      ...PLANS,
    },
    'Lambda polls a Kafka cluster': {
      scene: { workloads: { poll: { runs: 'event-source-mapping', withRoles: true } }, endpoints: { sqs: {} } },
      subject: 'main',
      says: '{poll} needs lambda, sts, secretsmanager, but {vpc:main} has no route to them',
      ...PLANS,
    },
    'Studio in VPC only mode': {
      scene: { workloads: { studio: { runs: 'sagemaker-domain' } }, endpoints: { 'sagemaker.api': {} } },
      subject: 'main',
      says: '{studio} needs sagemaker.runtime, s3, but {vpc:main} has no route to them',
      ...PLANS,
    },
    'functions with permission to call a model': {
      scene: {
        workloads: {
          ask: { runs: 'function', actions: ['bedrock:InvokeModel'] },
          sum: { runs: 'function', actions: ['bedrock:Converse', 'logs:PutLogEvents'] },
        },
        endpoints: { sqs: {} },
      },
      subject: 'main',
      says: '{ask} and 1 more may call bedrock-runtime, but {vpc:main} has no route to it',
      level: 'note',
      ...PLANS,
    },
    'a custom resource': {
      scene: { workloads: { seed: { runs: 'function', answersCloudFormation: true } }, endpoints: { sqs: {} } },
      subject: 'main',
      says: '{seed} needs s3, but {vpc:main} has no route to it',
      inputs: ['template'],
    },
    'a route to a deleted NAT gateway': {
      scene: {
        routeTables: { private: { subnets: ['a', 'b', 'c'], routes: { '0.0.0.0/0': { gone: 'nat-gateway' } } } },
        endpoints: { 'codeartifact.api': {} },
      },
      says: 'codeartifact.api also needs codeartifact.repositories and s3, but its VPC has no endpoint for them and no other route',
      inputs: ['describe'],
    },
  },
  good: {
    'ECR with S3': {
      scene: { endpoints: { 'ecr.dkr': {}, 'ecr.api': {}, s3: { type: 'Gateway' } } },
      subject: 'ecr.dkr',
    },
    'a NAT gateway': {
      scene: {
        routeTables: { out: { subnets: ['a', 'b'], routes: { '0.0.0.0/0': 'nat-gateway' } } },
        endpoints: { 'ecr.dkr': {} },
      },
    },
    'a transit gateway': {
      scene: {
        routeTables: { out: { subnets: ['a', 'b', 'c'], routes: { '0.0.0.0/0': 'transit-gateway' } } },
        endpoints: { ssm: {} },
      },
    },
    'a hub serves the name': {
      scene: {
        vpcs: { main: {}, hub: {} },
        routeTables: { apps: { subnets: ['a', 'b', 'c'], routes: { '10.1.0.0/16': { peer: 'hub' } } } },
        hostedZones: {
          'ssmmessages.us-east-1.amazonaws.com': {
            vpcs: ['main', 'hub'],
            records: { 'ssmmessages.us-east-1.amazonaws.com': ['vpce-0a1b2c3d4e5f60718-0a1b2c3d.example.com'] },
          },
        },
        endpoints: { ssm: {} },
      },
      undecidedIn: ['state', 'tfstate'],
    },
    'a Route 53 Profile brings the hosted zone': {
      scene: {
        vpcs: { main: {}, hub: {} },
        routeTables: { apps: { subnets: ['a', 'b', 'c'], routes: { '10.1.0.0/16': { peer: 'hub' } } } },
        hostedZones: {
          'ssmmessages.us-east-1.amazonaws.com': {
            vpcs: ['hub'],
            records: { 'ssmmessages.us-east-1.amazonaws.com': ['vpce-0a1b2c3d4e5f60718-0a1b2c3d.example.com'] },
          },
        },
        dnsProfiles: { shared: { zones: ['ssmmessages.us-east-1.amazonaws.com'] } },
        endpoints: { ssm: {} },
      },
      undecidedIn: ['state', 'tfstate'],
    },
    'a Resolver rule forwards to the hub': {
      scene: {
        vpcs: { main: {}, hub: {} },
        routeTables: { apps: { subnets: ['a', 'b', 'c'], routes: { '10.1.0.0/16': { peer: 'hub' } } } },
        resolverRules: { 'amazonaws.com': {} },
        endpoints: { ssm: {} },
      },
      undecidedIn: ['state', 'tfstate'],
    },
    'a hub for other VPCs': {
      scene: {
        vpcs: { main: {}, spoke: {} },
        routeTables: { apps: { subnets: ['a', 'b', 'c'], routes: { '10.0.0.0/8': 'transit-gateway' } } },
        hostedZones: {
          'dkr.ecr.us-east-1.amazonaws.com': {
            vpcs: ['main', 'spoke'],
            records: { 'dkr.ecr.us-east-1.amazonaws.com': { endpoint: 'ecr.dkr' } },
          },
        },
        endpoints: { 'ecr.dkr': { privateDns: false } },
      },
    },
    'a hub whose hosted zone may serve other VPCs': {
      scene: {
        hostedZones: {
          'dkr.ecr.us-east-1.amazonaws.com': {
            records: { 'dkr.ecr.us-east-1.amazonaws.com': { endpoint: 'ecr.dkr' } },
          },
        },
        endpoints: { 'ecr.dkr': { privateDns: false } },
      },
      undecidedIn: ['plan', 'state', 'tfstate', 'describe', 'template'],
    },
    'tasks with all endpoints': {
      scene: {
        workloads: {
          web: { runs: 'ecs-service', containers: [container('image', 'logs')], actions: ['textract:AnalyzeDocument'] },
        },
        endpoints: {
          'ecr.api': {},
          'ecr.dkr': {},
          s3: { type: 'Gateway', policy: 'omitted' },
          logs: {},
          textract: {},
        },
      },
      subject: 'main',
      inputs: ['plan', 'describe', 'template'],
    },
    'nodes behind a NAT gateway': {
      scene: {
        routeTables: { out: { subnets: ['a', 'b'], routes: { '0.0.0.0/0': 'nat-gateway' } } },
        workloads: { nodes: { runs: 'node-group' } },
        endpoints: { ec2: { subnets: ['c'] } },
      },
      subject: 'main',
      inputs: ['plan', 'describe', 'template'],
    },
    'provisioned pollers': {
      scene: { workloads: { poll: { runs: 'event-source-mapping', elsewhere: true } }, endpoints: { sqs: {} } },
      subject: 'main',
      inputs: ['plan', 'describe', 'template'],
    },
    'Studio with internet access': {
      scene: { workloads: { studio: { runs: 'sagemaker-domain', elsewhere: true } }, endpoints: { sqs: {} } },
      subject: 'main',
      inputs: ['plan', 'describe', 'template'],
    },
    'a service without companions': { scene: { endpoints: { sqs: {} } } },
    'routes that are not known': {
      scene: { vpcs: { main: {} }, routeTables: { private: null }, endpoints: { ssm: {} } },
      inputs: ['state', 'tfstate'],
      undecidedIn: ['state', 'tfstate'],
    },
    'a second endpoint for an unknown service': {
      scene: { endpoints: { ssm: {}, other: { serviceName: 'unknown', privateDns: false } } },
      subject: 'ssm',
      inputs: ['plan', 'template'],
      undecidedIn: ['plan', 'template'],
    },
  },

  check(subject, net, options) {
    return subject.kind === 'vpc' ? unservedWorkloads(subject, net) : ofEndpoint(subject, net, options);
  },
});

function ofEndpoint(endpoint: Endpoint, net: Network, { fargateOnly }: { readonly fargateOnly: boolean }): Verdict {
  const { serviceName, type } = endpoint;
  if (!maybe(type, 'Interface')) return notApplicable;
  const table = serviceFacts(net, endpoint)?.table;
  if (!table) return isServiceUnknown(endpoint) ? undecided(serviceName) : notApplicable;
  if (table.companions.length === 0) return notApplicable;

  const absent = table.companions.filter((service) => endpointsTo(net, endpoint.vpc, service).sure.length === 0);
  if (absent.length === 0) return type.known ? pass : undecided(type);
  const ways = waysOutOfVpc(endpoint.vpc, net);
  if ([...ways.sure].some((way) => way !== 'local')) return pass;

  const hub = servesOthers(endpoint, net);
  if (hub === true) return pass;
  if (hub !== false) return undecided(hub);

  const missing: string[] = [];
  let open = ways.open ?? (type.known ? null : type.because);
  for (const service of absent) {
    const answer = open ?? reachedFrom(endpoint.vpc, service, regionOf(endpoint), net);
    if (answer === 'missing') missing.push(service);
    else if (answer !== 'served') open = answer;
  }
  if (open !== null) return undecided(open);
  if (missing.length === 0) return pass;
  const complete = net.complete('endpoint', endpoint.vpc);
  const own = serviceKeyOf(endpoint) ?? '';
  const parameters = own === 'ssm' && endpointsTo(net, endpoint.vpc, 'ec2messages').sure.length === 0;
  const note = parameters || (ECS.has(own) && fargateOnly);
  return fail({
    message: `${nameOf(endpoint)} also needs ${series(missing)}, but its VPC has no endpoint for ${missing.length === 1 ? 'it' : 'them'} and no other route`,
    at: endpoint.at,
    ...(ECR.has(own) ? { level: 'error' } : note ? { level: 'note' } : {}),
    evidence: { missing, companions: table.companions, waysOut: [], links: [...linksOf(endpoint.vpc, net).sure] },
    assumed: complete.complete && complete.assumed !== null ? [complete.assumed] : [],
    why: whyNeeded(own, missing),
    ...addEndpoints(missing),
  });
}

/** Region of an endpoint's service. */
function regionOf({ serviceName }: Endpoint): string | undefined {
  const own = serviceName.known && serviceName.value !== null ? parseServiceName(serviceName.value) : undefined;
  return own?.region ?? undefined;
}

/**
 * Whether a private hosted zone brings clients of other VPCs to an endpoint, or why that is not known. Most associations
 * are created together with the other VPC.
 */
function servesOthers(endpoint: Endpoint, net: Network): boolean | string {
  const { sure, maybe: perhaps, unclear, openZones } = recordsTo(endpoint, net);
  const privately = (zone: Ref<HostedZone>) => (zone.is === 'entity' && !is(zone.to.isPrivate, false) ? [zone.to] : []);
  const zones = sure.flatMap(({ zone }) => privately(zone));
  if (zones.some((zone) => zone.isPrivate.known && isElsewhere(zone, endpoint))) return true;
  // A zone whose records are not all known may have a record for the endpoint.
  const names = privateNames(endpoint, net) === undefined ? undefined : new Set(zoneNames(endpoint, net));
  const doubtful = [...[...perhaps, ...unclear].map(({ zone }) => zone), ...openZones]
    .flatMap(privately)
    .filter(({ name }) => !name.known || !names || names.has(name.value));
  const [zone] = [...zones, ...doubtful];
  return zone
    ? `whether clients of other VPCs use ${nameOf(endpoint)} through the hosted zone ${zone.key} is not known`
    : false;
}

function isElsewhere({ vpcs }: HostedZone, { vpc }: Endpoint): boolean {
  return vpcs.sure.some((ref) => same(ref, vpc) === 'no');
}
