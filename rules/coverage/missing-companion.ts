import * as z from 'zod/mini';
import { linksOf } from '../../src/ask/links.ts';
import { serviceKeyOf } from '../../src/ask/neighbours.ts';
import { reachedFrom } from '../../src/ask/other-paths.ts';
import { waysOutOfVpc } from '../../src/ask/paths.ts';
import { zoneNames } from '../../src/ask/private-names.ts';
import { recordsTo } from '../../src/ask/records.ts';
import { endpointsTo } from '../../src/ask/services.ts';
import { unservedWorkloads } from '../../src/ask/unserved.ts';
import { isServiceUnknown, parseServiceName, serviceFacts } from '../../src/aws/index.ts';
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

/** Without the other half, and S3 for the layers, nothing can be pulled. */
const ECR = new Set(['ecr.api', 'ecr.dkr']);
/** Needed by the agent of container instances; Fargate does without. */
const ECS = new Set(['ecs', 'ecs-agent', 'ecs-telemetry']);

/** A state does not show all endpoints. */
const PLANS = {
  inputs: ['plan', 'state', 'tfstate', 'describe', 'template'],
  undecidedIn: ['state', 'tfstate'],
} as const satisfies Partial<Example>;

/** A container; its image is of ECR where that is wanted. */
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
  summary: 'Endpoint or workload without the endpoints it does not work without, in a VPC with no other path.',
  why: 'What the endpoint is for needs other services as well: image layers come from S3, sessions go through ssmmessages. Nothing leads there.',
  fix: 'Add the endpoints that are missing.',
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
    'A default route leads out of the VPC: by NAT, an internet gateway, a transit gateway, peering or VPN.',
    'A private zone, of the VPC or of a profile, or a rule of the resolver answers for the missing service, and the VPC has routes to other networks: it is served by a hub.',
    'An endpoint that serves other VPCs by a hosted zone: these have paths of their own. It is undecided where the zone is not known to be associated with another.',
    'For ssm alone it is a note: Parameter Store needs nothing else. Beside ec2messages it is for managed nodes.',
    'What runs in a VPC is judged where none of its subnets has a default route: node groups and Fargate profiles of EKS, services of ECS on Fargate, event source mappings of MSK (not with provisioned pollers), SageMaker domains in VPC only mode, functions behind custom resources.',
    'It is a note where a role lets a function or task call an AI service, and for the eks endpoint of nodes.',
    'For ECS it is a note with the option `fargateOnly`: Fargate needs none of the three.',
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
    'ecr.dkr alone': {
      scene: { endpoints: { 'ecr.dkr': {} } },
      says: 'ecr.dkr needs ecr.api and s3: its VPC has no endpoint to them and no other path',
      level: 'error',
      undecidedIn: ['state', 'tfstate'],
    },
    'ssm without ssmmessages': {
      scene: { endpoints: { ssm: {} } },
      says: 'ssm needs ssmmessages: its VPC has no endpoint to it and no other path',
      level: 'note',
      undecidedIn: ['state', 'tfstate'],
    },
    'managed nodes of old without ssmmessages': {
      scene: { endpoints: { ssm: {}, ec2messages: {} } },
      subject: 'ssm',
      alsoOn: ['ec2messages'],
      says: 'ssm needs ssmmessages: its VPC has no endpoint to it and no other path',
      inputs: ['plan', 'describe', 'template'],
    },
    'the packages of CodeArtifact are in S3': {
      scene: { endpoints: { 'codeartifact.api': {}, 'codeartifact.repositories': {} } },
      subject: 'codeartifact.api',
      alsoOn: ['codeartifact.repositories'],
      says: 'codeartifact.api needs s3: its VPC has no endpoint to it and no other path',
      inputs: ['plan', 'describe', 'template'],
    },
    'the agent of ECS': {
      scene: { endpoints: { ecs: {} } },
      says: 'ecs needs ecs-agent and ecs-telemetry: its VPC has no endpoint to them and no other path',
      undecidedIn: ['state', 'tfstate'],
    },
    'containers on Fargate': {
      scene: { endpoints: { ecs: {} } },
      options: { fargateOnly: true },
      says: 'ecs needs ecs-agent and ecs-telemetry: its VPC has no endpoint to them and no other path',
      level: 'note',
      undecidedIn: ['state', 'tfstate'],
    },
    'a peer, but no zone for the name': {
      scene: {
        vpcs: { main: {}, hub: {} },
        routeTables: { apps: { subnets: ['a', 'b', 'c'], routes: { '10.1.0.0/16': { peer: 'hub' } } } },
        hostedZones: { 'example.internal': {} },
        endpoints: { ssm: {} },
      },
      says: 'ssm needs ssmmessages: its VPC has no endpoint to it and no other path',
      level: 'note',
      undecidedIn: ['state', 'tfstate'],
    },
    'a zone for the parent without a record of the name': {
      scene: {
        vpcs: { main: {}, hub: {} },
        routeTables: { apps: { subnets: ['a', 'b', 'c'], routes: { '10.1.0.0/16': { peer: 'hub' } } } },
        hostedZones: { 'us-east-1.amazonaws.com': { records: { 'kms.us-east-1.amazonaws.com': ['hub.example.com'] } } },
        endpoints: { ssm: {} },
      },
      says: 'ssm needs ssmmessages: its VPC has no endpoint to it and no other path',
      level: 'note',
      also: ['dns/zone-shadows-services'],
      undecidedIn: ['state', 'tfstate'],
    },
    'nodes of EKS': {
      scene: { workloads: { nodes: { runs: 'node-group', withRoles: true } }, endpoints: { ec2: {}, eks: {} } },
      subject: 'main',
      says: '{nodes} needs ecr.api, ecr.dkr, s3, sts: {vpc:main} has no endpoint or other path',
      level: 'error',
      ...PLANS,
    },
    'pods on Fargate': {
      scene: { workloads: { pods: { runs: 'fargate-profile' } }, endpoints: { sqs: {} } },
      subject: 'main',
      says: '{pods} needs ecr.api, ecr.dkr, s3: {vpc:main} has no endpoint or other path',
      level: 'error',
      ...PLANS,
    },
    'tasks that write logs and read a secret': {
      scene: {
        workloads: { web: { runs: 'ecs-service', containers: [container('logs', 'secrets')] } },
        endpoints: { sqs: {} },
      },
      subject: 'main',
      says: '{web} needs logs, secretsmanager: {vpc:main} has no endpoint or other path',
      ...PLANS,
    },
    'Lambda polls a cluster of Kafka': {
      scene: { workloads: { poll: { runs: 'event-source-mapping', withRoles: true } }, endpoints: { sqs: {} } },
      subject: 'main',
      says: '{poll} needs lambda, sts, secretsmanager: {vpc:main} has no endpoint or other path',
      ...PLANS,
    },
    'Studio in VPC only mode': {
      scene: { workloads: { studio: { runs: 'sagemaker-domain' } }, endpoints: { 'sagemaker.api': {} } },
      subject: 'main',
      says: '{studio} needs sagemaker.runtime, s3: {vpc:main} has no endpoint or other path',
      ...PLANS,
    },
    'functions that may call a model': {
      scene: {
        workloads: {
          ask: { runs: 'function', actions: ['bedrock:InvokeModel'] },
          sum: { runs: 'function', actions: ['bedrock:Converse', 'logs:PutLogEvents'] },
        },
        endpoints: { sqs: {} },
      },
      subject: 'main',
      says: '{ask} and 1 more may call bedrock-runtime: {vpc:main} has no endpoint or other path',
      level: 'note',
      ...PLANS,
    },
    'a custom resource': {
      scene: { workloads: { seed: { runs: 'function', answersCloudFormation: true } }, endpoints: { sqs: {} } },
      subject: 'main',
      says: '{seed} needs s3: {vpc:main} has no endpoint or other path',
      inputs: ['template'],
    },
    'a NAT gateway that is gone is no path': {
      scene: {
        routeTables: { private: { subnets: ['a', 'b', 'c'], routes: { '0.0.0.0/0': { gone: 'nat-gateway' } } } },
        endpoints: { 'codeartifact.api': {} },
      },
      says: 'codeartifact.api needs codeartifact.repositories and s3: its VPC has no endpoint to them and no other path',
      inputs: ['describe'],
    },
  },
  good: {
    'ECR with S3': {
      scene: { endpoints: { 'ecr.dkr': {}, 'ecr.api': {}, s3: { type: 'Gateway' } } },
      subject: 'ecr.dkr',
    },
    'out by NAT': {
      scene: {
        routeTables: { out: { subnets: ['a', 'b'], routes: { '0.0.0.0/0': 'nat-gateway' } } },
        endpoints: { 'ecr.dkr': {} },
      },
    },
    'out by a transit gateway': {
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
    'a profile brings the zone': {
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
    'the hub is asked for the name': {
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
    'a hub, whose zone others may be associated with': {
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
    'tasks with all they need': {
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
    'nodes that go out by NAT': {
      scene: {
        routeTables: { out: { subnets: ['a', 'b'], routes: { '0.0.0.0/0': 'nat-gateway' } } },
        workloads: { nodes: { runs: 'node-group' } },
        endpoints: { ec2: { subnets: ['c'] } },
      },
      subject: 'main',
      inputs: ['plan', 'describe', 'template'],
    },
    'pollers of their own': {
      scene: { workloads: { poll: { runs: 'event-source-mapping', elsewhere: true } }, endpoints: { sqs: {} } },
      subject: 'main',
      inputs: ['plan', 'describe', 'template'],
    },
    'Studio with its own way to the internet': {
      scene: { workloads: { studio: { runs: 'sagemaker-domain', elsewhere: true } }, endpoints: { sqs: {} } },
      subject: 'main',
      inputs: ['plan', 'describe', 'template'],
    },
    'a service without companions': { scene: { endpoints: { sqs: {} } } },
    'a route that is not known': {
      scene: { vpcs: { main: {} }, routeTables: { private: null }, endpoints: { ssm: {} } },
      inputs: ['state', 'tfstate'],
      undecidedIn: ['state', 'tfstate'],
    },
    'a service nobody knows beside it': {
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
    message: `${nameOf(endpoint)} needs ${missing.join(' and ')}: its VPC has no endpoint to ${missing.length === 1 ? 'it' : 'them'} and no other path`,
    at: endpoint.at,
    ...(ECR.has(own) ? { level: 'error' } : note ? { level: 'note' } : {}),
    evidence: { missing, companions: table.companions, waysOut: [], links: [...linksOf(endpoint.vpc, net).sure] },
    assumed: complete.complete && complete.assumed !== null ? [complete.assumed] : [],
    fix: `Add ${missing.length === 1 ? 'an endpoint' : 'endpoints'} to ${missing.join(' and ')} in the VPC.`,
  });
}

/** Region of the service that an endpoint is to. */
function regionOf({ serviceName }: Endpoint): string | undefined {
  const own = serviceName.known && serviceName.value !== null ? parseServiceName(serviceName.value) : undefined;
  return own?.region ?? undefined;
}

/**
 * Whether a private hosted zone brings clients of other VPCs to an endpoint, or why that is not known: associations are
 * mostly made where the other VPC is.
 */
function servesOthers(endpoint: Endpoint, net: Network): boolean | string {
  const { sure, maybe: perhaps, unclear, openZones } = recordsTo(endpoint, net);
  const privately = (zone: Ref<HostedZone>) => (zone.is === 'entity' && !is(zone.to.isPrivate, false) ? [zone.to] : []);
  const zones = sure.flatMap(({ zone }) => privately(zone));
  if (zones.some((zone) => zone.isPrivate.known && isElsewhere(zone, endpoint))) return true;
  // A zone for its names, or of an unknown name, whose records are not all known may have one.
  const names = new Set(zoneNames(endpoint, net));
  const doubtful = [...[...perhaps, ...unclear].map(({ zone }) => zone), ...openZones]
    .flatMap(privately)
    .filter(({ name }) => !name.known || names.has(name.value));
  const [zone] = [...zones, ...doubtful];
  return zone
    ? `whether the hosted zone ${zone.key} brings clients of other VPCs to ${nameOf(endpoint)} is not known`
    : false;
}

function isElsewhere({ vpcs }: HostedZone, { vpc }: Endpoint): boolean {
  return vpcs.sure.some((ref) => same(ref, vpc) === 'no');
}
