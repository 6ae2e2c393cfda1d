import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, inject, test, vi } from 'vitest';
import { picturesOf } from '../../src/loaders/live/index.ts';
import { readLive } from '../../src/loaders/live/read.ts';
import { MAIN } from './support/account.ts';
import { setAnswers } from './support/front.ts';
import { essence, ofAnyInput, reportOf, SECRETS, scratch, vpceLint } from './support/program.ts';
import { type LoopbackProxy, type ProxyOptions, proxyTo } from './support/proxy.ts';
import { buildWork, WORK_REGION, type Work } from './support/workloads.ts';

const url = inject('moto');
const RULES = ['coverage/missing-companion', 'validity/not-execute-api'];
const select = RULES.flatMap((rule) => ['--select', rule]);
const one = ['--region', WORK_REGION, ...select, '-f', 'json'];

describe.skipIf(url === null)('what runs in a VPC, and what names its endpoints', () => {
  let proxy: LoopbackProxy | undefined;
  let work: Work;
  beforeAll(async () => {
    work = await buildWork(url!);
  });
  afterEach(() => proxy?.stop());

  async function audit(options: ProxyOptions = {}, region = WORK_REGION) {
    proxy = await proxyTo(url!, options);
    const args = ['audit', '--endpoint-url', proxy.url, '--region', region, ...one.slice(2)];
    const ended = await vpceLint(args, { env: { AWS_MAX_ATTEMPTS: '2' } });
    return { ended, report: reportOf(ended), asked: proxy.asked };
  }

  test('is judged as it is', async () => {
    const { ended, report, asked } = await audit();
    expect({ status: ended.status, stderr: ended.stderr }).toEqual({ status: 1, stderr: '' });
    const told = report.findings.map(({ level, evidence }) => {
      const { workloads, missing, apis } = evidence as Record<string, string[] | undefined>;
      const who = (workloads ?? apis)!.map((name) => name.replace(/domain\/d-\S+/, 'domain/d')).join();
      return `${level} ${who}: ${missing?.join(', ') ?? 'its endpoint'}`;
    });
    expect(told.sort()).toEqual([
      'error fargateprofile/prod/system: ecr.api, ecr.dkr, s3',
      'error internal: its endpoint',
      'error nodegroup/prod/workers: ec2, ecr.api, ecr.dkr, s3, sts, eks, eks-auth',
      'warning domain/d: sagemaker.api, sagemaker.runtime, s3',
      'warning event-source-mapping:0a1b2c3d: lambda, sts',
      'warning service/apps/web: logs, secretsmanager',
    ]);
    // Each list once, each thing once.
    const services = new Set(['eks', 'ecs', 'lambda', 'kafka', 'sagemaker', 'iam', 'apigateway', 'networkmanager']);
    const actions = asked
      .filter(({ service }) => services.has(service))
      .map(({ service, action }) => `${service} ${action}`);
    expect(actions.map((action) => action.replace(/arn\S+/, 'ARN')).sort()).toEqual([
      'apigateway GET /domainnameaccessassociations',
      'apigateway GET /restapis',
      'ecs DescribeServices',
      'ecs DescribeTaskDefinition',
      'ecs ListClusters',
      'ecs ListServices',
      'eks GET /clusters',
      'eks GET /clusters/prod',
      'eks GET /clusters/prod/fargate-profiles',
      'eks GET /clusters/prod/fargate-profiles/system',
      'eks GET /clusters/prod/node-groups',
      'eks GET /clusters/prod/node-groups/workers',
      'eks GET /clusters/prod/pod-identity-associations',
      'iam ListOpenIDConnectProviders',
      'kafka GET /api/v2/clusters/ARN',
      'lambda GET /2015-03-31/event-source-mappings',
      'networkmanager GET /attachments',
      'sagemaker DescribeDomain',
      'sagemaker ListDomains',
    ]);
    expect(asked.find(({ service }) => service === 'networkmanager')!.region).toBe('us-west-2');
    expect(asked.find(({ service }) => service === 'iam')!.region).toBe('us-east-1');
  });

  test('is in a snapshot without its secrets, and judged alike from there', async () => {
    const cwd = scratch();
    await vpceLint(['snapshot', '-o', 'saved', '--endpoint-url', url!, '--region', WORK_REGION], { cwd });
    const folder = join(cwd, 'saved', MAIN, WORK_REGION);
    const names = readdirSync(folder);
    expect(names).toEqual(
      expect.arrayContaining([
        'eks-describe-nodegroup.prod.workers.json',
        'ecs-describe-task-definition.web.1.json',
        'iam-list-open-id-connect-providers.json',
        'lambda-list-event-source-mappings.json',
      ]),
    );
    for (const name of names) expect(readFileSync(join(folder, name), 'utf8')).not.toContain('nobody may see this');
    const kafka = names.find((name) => name.startsWith('kafka-describe-cluster-v2.'))!;
    expect(JSON.parse(readFileSync(join(folder, kafka), 'utf8')).ClusterInfo).toMatchObject({
      ClusterName: 'orders',
      Provisioned: { BrokerNodeGroupInfo: { ClientSubnets: work.subnets } },
    });
    const lint = await vpceLint(['lint', 'saved', ...one.slice(2)], { cwd });
    const { report } = await audit();
    expect(essence(reportOf(lint))).toEqual(essence(report));
    expect(ofAnyInput(reportOf(lint).undecided)).toEqual(ofAnyInput(report.undecided));
    expect(reportOf(lint).checks).toEqual(report.checks);
  });

  /** What else runs there, so that only what was refused is told. */
  const nothingBut =
    (service: string, action: RegExp): NonNullable<ProxyOptions['answer']> =>
    (asked) => {
      if (asked.service === 'ecs' && service !== 'ecs' && asked.action === 'ListClusters') return { clusterArns: [] };
      if (asked.service === 'sagemaker' && service !== 'sagemaker') return { Domains: [] };
      if (asked.service === 'lambda' && service !== 'kafka') return { EventSourceMappings: [] };
      if (asked.service === 'apigateway') return { item: [] };
      if (asked.service !== 'eks') return undefined;
      if (service !== 'eks') return { clusters: [] };
      if (asked.action.endsWith('/node-groups') && String(action).includes('fargate')) return { nodegroups: [] };
      const isOther = asked.action.endsWith('/fargate-profiles') && !String(action).includes('fargate');
      return isOther ? { fargateProfileNames: [] } : undefined;
    };

  test.each<[action: RegExp, service: string, permission: string]>([
    [/^GET .clusters$/, 'eks', 'eks:ListClusters'],
    [/^GET .clusters.prod$/, 'eks', 'eks:DescribeCluster'],
    [/^GET .clusters.prod.node-groups$/, 'eks', 'eks:ListNodegroups'],
    [/node-groups.workers$/, 'eks', 'eks:DescribeNodegroup'],
    [/fargate-profiles$/, 'eks', 'eks:ListFargateProfiles'],
    [/fargate-profiles.system$/, 'eks', 'eks:DescribeFargateProfile'],
    [/^ListClusters$/, 'ecs', 'ecs:ListClusters'],
    [/^ListServices$/, 'ecs', 'ecs:ListServices'],
    [/^DescribeServices$/, 'ecs', 'ecs:DescribeServices'],
    [/^DescribeTaskDefinition$/, 'ecs', 'ecs:DescribeTaskDefinition'],
    [/event-source-mappings$/, 'lambda', 'lambda:ListEventSourceMappings'],
    [/./, 'kafka', 'kafka:DescribeClusterV2'],
    [/^ListDomains$/, 'sagemaker', 'sagemaker:ListDomains'],
    [/^DescribeDomain$/, 'sagemaker', 'sagemaker:DescribeDomain'],
    [/restapis$/, 'apigateway', 'apigateway:GET'],
    [/domainnameaccessassociations$/, 'apigateway', 'apigateway:GET'],
  ])('not allowed (%s of %s): whole, undecided, and who would settle it', async (action, service, permission) => {
    const refused = { status: 403, code: 'AccessDeniedException', message: 'arn:secret' };
    const { ended, report } = await audit({
      fault: (asked) => (asked.service === service && action.test(asked.action) ? refused : undefined),
      answer: nothingBut(service, action),
    });
    expect({ incomplete: report.incomplete, complete: report.complete }).toEqual({ incomplete: [], complete: true });
    expect(ended.stderr).toMatch(/^note: \S+ is not allowed \(AccessDeniedException\) in 123456789012\b/);
    expect(report.findings).toEqual([]);
    expect(report.undecided.map(({ rule }) => rule)).toEqual([
      service === 'apigateway' ? 'validity/not-execute-api' : 'coverage/missing-companion',
    ]);
    expect(report.undecided[0]!.missing.join()).toContain(`not allowed (AccessDeniedException): allow ${permission}`);
  });

  test('the OIDC providers not allowed: what else nodes need is told', async () => {
    const refused = { status: 403, code: 'AccessDenied' };
    const { ended, report } = await audit({ fault: ({ service }) => (service === 'iam' ? refused : undefined) });
    expect(ended.stderr).toContain('note: iam:ListOpenIDConnectProviders is not allowed (AccessDenied)');
    const nodes = report.findings.find(({ message }) => message.startsWith('nodegroup/'));
    expect(nodes!.evidence).toMatchObject({ missing: ['ec2', 'ecr.api', 'ecr.dkr', 's3', 'eks', 'eks-auth'] });
  });

  test('a Region without endpoints is asked nothing of it', async () => {
    const { asked } = await audit({}, 'eu-south-1');
    const services = new Set(asked.filter(({ region }) => region === 'eu-south-1').map(({ service }) => service));
    expect([...services].sort()).toEqual(['ec2', 'sts']);
    expect(asked.map(({ action }) => action).sort()).toEqual([
      'DescribeInternetGateways',
      'DescribeNatGateways',
      'DescribeRouteTables',
      'DescribeSubnets',
      'DescribeTransitGatewayVpcAttachments',
      'DescribeVpcEndpointServiceConfigurations',
      'DescribeVpcEndpoints',
      'DescribeVpcPeeringConnections',
      'DescribeVpcs',
      'DescribeVpnGateways',
      'GetCallerIdentity',
    ]);
  });
});

describe.skipIf(url === null)('a VPC with a way out', () => {
  beforeAll(() => buildWork(url!, { out: true }));

  test('is not asked what runs in it', async () => {
    const proxy = await proxyTo(url!);
    const ended = await vpceLint(['audit', '--endpoint-url', proxy.url, ...one]);
    await proxy.stop();
    expect(ended.stderr).toBe('');
    const services = new Set(proxy.asked.map(({ service }) => service));
    for (const service of ['eks', 'ecs', 'lambda', 'kafka', 'sagemaker', 'iam'])
      expect(services).not.toContain(service);
    expect(services).toContain('apigateway');
    expect(reportOf(ended).findings.map(({ rule }) => rule)).toEqual(['validity/not-execute-api']);
  });

  test('may have none where route tables were refused', async () => {
    const refused = { status: 403, code: 'UnauthorizedOperation' };
    const proxy = await proxyTo(url!, {
      fault: ({ action }) => (action === 'DescribeRouteTables' ? refused : undefined),
    });
    const ended = await vpceLint(['audit', '--endpoint-url', proxy.url, ...one]);
    await proxy.stop();
    const services = new Set(proxy.asked.map(({ service }) => service));
    for (const service of ['eks', 'ecs', 'lambda', 'sagemaker']) expect(services).toContain(service);
    const { incomplete, undecided } = reportOf(ended);
    expect(incomplete).toMatchObject([{ call: 'ec2:DescribeRouteTables' }]);
    expect(undecided.map(({ rule }) => rule)).toEqual(['coverage/missing-companion']);
  });
});

describe.skipIf(url === null)('what endpoints lead to, and ways in', () => {
  let work: Work;
  beforeAll(async () => {
    work = await buildWork(url!);
    await setAnswers(url!, WORK_REGION, waysIn(work));
    await setAnswers(url!, 'us-west-2', {
      'GET /attachments': { Attachments: [attachment(work)] },
    });
  });
  afterAll(() => setAnswers(url!, 'us-west-2', { 'GET /attachments': { Attachments: [] } }));

  async function network(options: ProxyOptions = {}) {
    const proxy = await proxyTo(url!, options);
    for (const [name, value] of Object.entries(SECRETS)) vi.stubEnv(name, value);
    const read = await readLive({ regions: [WORK_REGION], endpointUrl: proxy.url, maxAttempts: 1 });
    vi.unstubAllEnvs();
    await proxy.stop();
    const { pictures, incomplete } = picturesOf(read);
    expect(incomplete).toEqual([]);
    return { net: pictures[0]!.network, asked: proxy.asked };
  }

  test('a Client VPN endpoint and an attachment of Cloud WAN lead into the VPC', async () => {
    const { net } = await network();
    const ways = net.gateways.filter(({ type }) => type === 'client-vpn' || type === 'core-network');
    expect(ways.map(({ key, type, vpc }) => ({ key, type, vpc: vpc.is === 'entity' ? vpc.to.key : vpc }))).toEqual([
      { key: 'cvpn-assoc-0a1b2c3d4e5f60718', type: 'client-vpn', vpc: work.vpc },
      { key: 'attachment-0a1b2c3d4e5f60718', type: 'core-network', vpc: work.vpc },
    ]);
  });

  test('a resource of the account and its gateway, and none of another account', async () => {
    const lattice = (account: string) =>
      `arn:aws:vpc-lattice:${WORK_REGION}:${account}:resourceconfiguration/rcfg-0a1b2c3d4e5f60718`;
    const as = (arn: string): ProxyOptions => ({
      answer: ({ action }) => {
        if (action === 'DescribeVpcEndpoints') return endpointsTo(arn, work.vpc);
        if (action.startsWith('GET /resourceconfigurations/')) return configuration(arn);
        return action.startsWith('GET /resourcegateways/') ? gateway(work) : undefined;
      },
    });
    const own = await network(as(lattice(MAIN)));
    expect(own.net.endpoints[0]!.resources.sure).toMatchObject([
      { name: 'db', gatewayVpc: { is: 'entity', to: { key: work.vpc } }, dnsResolution: { value: 'IN_VPC' } },
    ]);
    const foreign = await network(as(lattice('999999999999')));
    expect(foreign.net.endpoints[0]!.resources).toMatchObject({ sure: [], open: null });
    expect(foreign.asked.filter(({ service }) => service === 'vpc-lattice')).toEqual([]);
    // An endpoint to a resource is named by no API.
    expect(own.asked.filter(({ service }) => service === 'apigateway')).toEqual([]);
  });

  test('resolver endpoints are asked for where an endpoint answers only these', async () => {
    expect((await network()).asked.map(({ action }) => action)).not.toContain('ListResolverEndpoints');
    const { net, asked } = await network({
      answer: ({ action }) => (action === 'DescribeVpcEndpoints' ? inboundOnly(work.vpc) : undefined),
    });
    expect(asked.filter(({ action }) => action === 'ListResolverEndpoints')).toHaveLength(1);
    const [to] = net.vpcs.filter(({ key }) => key === work.vpc);
    expect(net.complete('attachment', { is: 'entity', to: to!, at: to!.at })).toMatchObject({
      resolvers: { assumed: null },
    });
  });
});

const EC2 = 'xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"';

function ec2(action: string, set: string, item: string): string {
  return `<${action}Response ${EC2}><requestId>r</requestId><${set}><item>${item}</item></${set}></${action}Response>`;
}

function waysIn({ vpc, subnets }: Work): Record<string, string> {
  const id = '<clientVpnEndpointId>cvpn-endpoint-0a1b2c3d4e5f60718</clientVpnEndpointId>';
  const inVpc = `<vpcId>${vpc}</vpcId>`;
  return {
    DescribeClientVpnEndpoints: ec2(
      'DescribeClientVpnEndpoints',
      'clientVpnEndpoint',
      `${id}${inVpc}<status><code>available</code></status>`,
    ),
    DescribeClientVpnTargetNetworks: ec2(
      'DescribeClientVpnTargetNetworks',
      'clientVpnTargetNetworks',
      `<associationId>cvpn-assoc-0a1b2c3d4e5f60718</associationId>${inVpc}<targetNetworkId>${subnets[0]}</targetNetworkId>${id}<status><code>associated</code></status>`,
    ),
  };
}

function attachment({ vpc }: Work): object {
  return {
    CoreNetworkId: 'core-network-0a1b2c3d4e5f60718',
    AttachmentId: 'attachment-0a1b2c3d4e5f60718',
    OwnerAccountId: MAIN,
    AttachmentType: 'VPC',
    State: 'AVAILABLE',
    EdgeLocation: WORK_REGION,
    ResourceArn: `arn:aws:ec2:${WORK_REGION}:${MAIN}:vpc/${vpc}`,
  };
}

function endpointsTo(arn: string, vpc: string): string {
  return ec2(
    'DescribeVpcEndpoints',
    'vpcEndpointSet',
    `<vpcEndpointId>vpce-0a1b2c3d4e5f60718</vpcEndpointId><vpcEndpointType>Resource</vpcEndpointType><vpcId>${vpc}</vpcId><state>available</state><resourceConfigurationArn>${arn}</resourceConfigurationArn><ownerId>${MAIN}</ownerId>`,
  );
}

function inboundOnly(vpc: string): string {
  return ec2(
    'DescribeVpcEndpoints',
    'vpcEndpointSet',
    `<vpcEndpointId>vpce-0a1b2c3d4e5f60718</vpcEndpointId><vpcEndpointType>Interface</vpcEndpointType><vpcId>${vpc}</vpcId><state>available</state><serviceName>com.amazonaws.${WORK_REGION}.s3</serviceName><privateDnsEnabled>true</privateDnsEnabled><dnsOptions><privateDnsOnlyForInboundResolverEndpoint>true</privateDnsOnlyForInboundResolverEndpoint></dnsOptions><ownerId>${MAIN}</ownerId>`,
  );
}

function configuration(arn: string): object {
  return {
    id: 'rcfg-0a1b2c3d4e5f60718',
    name: 'db',
    arn,
    resourceGatewayId: 'rgw-0a1b2c3d4e5f60718',
    type: 'SINGLE',
    status: 'ACTIVE',
    resourceConfigurationDefinition: { dnsResource: { domainName: 'db.example.com', ipAddressType: 'IPV4' } },
    createdAt: '2026-01-15T10:00:00Z',
  };
}

function gateway({ vpc, subnets }: Work): object {
  return {
    name: 'db',
    id: 'rgw-0a1b2c3d4e5f60718',
    arn: `arn:aws:vpc-lattice:${WORK_REGION}:${MAIN}:resourcegateway/rgw-0a1b2c3d4e5f60718`,
    status: 'ACTIVE',
    vpcId: vpc,
    subnetIds: subnets,
    securityGroupIds: [],
    ipAddressType: 'IPV4',
    resourceConfigDnsResolution: 'IN_VPC',
  };
}
