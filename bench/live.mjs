/**
 * npm run build && node bench/live.mjs [--latency <ms>] [--write]
 *
 * An audit of 17 Regions of 3 accounts, with 200 endpoints in one of the 51, against a server of ours on loopback that
 * takes as long for an answer as the API does. Says what it takes, and fails where calls are more than they need be.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { parseArgs } from 'node:util';
import { measure, programs } from './measure.mjs';
import { table } from './table.mjs';

const { values } = parseArgs({
  options: {
    latency: { type: 'string', default: '80' },
    runs: { type: 'string', default: '3' },
    write: { type: 'boolean' },
  },
});
const PAGE = new URL('../docs/benchmarks.md', import.meta.url);
const PLACE = /(<!-- audit -->\n)[\s\S]*(<!-- \/audit -->)/;
const LATENCY = Number(values.latency);
const REGIONS = [
  ...[
    'us-east-1',
    'us-east-2',
    'us-west-1',
    'us-west-2',
    'ca-central-1',
    'sa-east-1',
    'eu-north-1',
    'eu-west-1',
    'eu-west-2',
  ],
  ...['eu-west-3', 'eu-central-1', 'ap-south-1', 'ap-southeast-1', 'ap-southeast-2'],
  ...['ap-northeast-1', 'ap-northeast-2', 'ap-northeast-3'],
];
const ACCOUNTS = ['111111111111', '222222222222', '333333333333'];
const BUSY = { account: '222222222222', region: 'eu-west-1' };
const ENDPOINTS = 200;
const VPCS = 4;
/** Calls a Region without endpoints takes. */
const BASE = 10;
/** Calls more for one with endpoints, and for each VPC with some. */
const MORE = 18;
const FOR_VPC = 3;

/** The list of each other call, without anything in it. */
const EMPTY = {
  DescribeVpcEndpointServiceConfigurations: 'serviceConfigurationSet',
  DescribeRouteTables: 'routeTableSet',
  DescribeNatGateways: 'natGatewaySet',
  DescribeInternetGateways: 'internetGatewaySet',
  DescribeVpnGateways: 'vpnGatewaySet',
  DescribeTransitGatewayVpcAttachments: 'transitGatewayVpcAttachments',
  DescribeVpcPeeringConnections: 'vpcPeeringConnectionSet',
  DescribeNetworkAcls: 'networkAclSet',
  DescribeDhcpOptions: 'dhcpOptionsSet',
  DescribeManagedPrefixLists: 'prefixListSet',
  DescribeVpcEndpointServices: 'serviceDetailSet',
  DescribeNetworkInterfaces: 'networkInterfaceSet',
  DescribeSecurityGroupVpcAssociations: 'securityGroupVpcAssociationSet',
  DescribeClientVpnEndpoints: 'clientVpnEndpoint',
};

/** The same of the APIs that speak JSON. */
const EMPTY_JSON = {
  ListResolverRules: 'ResolverRules',
  ListResolverRuleAssociations: 'ResolverRuleAssociations',
  '/profileassociations': 'ProfileAssociations',
  '/restapis': 'item',
  '/domainnameaccessassociations': 'item',
  '/attachments': 'Attachments',
  '/clusters': 'clusters',
  ListClusters: 'clusterArns',
  '/2015-03-31/event-source-mappings': 'EventSourceMappings',
  ListDomains: 'Domains',
};

const calls = [];
const server = createServer((request, response) => {
  let body = '';
  request.on('data', (chunk) => {
    body += chunk;
  });
  request.on('end', () => {
    const [, key, region, service] =
      /Credential=([^/]+)\/\d+\/([^/]+)\/([^/]+)\//.exec(request.headers.authorization ?? '') ?? [];
    const parameters = new URLSearchParams(body);
    const json = request.headers['x-amz-target']?.split('.')[1] ?? request.url.split('?')[0];
    const action = json in EMPTY_JSON ? json : (parameters.get('Action') ?? 'ListHostedZonesByVPC');
    const account = /^ASIA(\d{12})$/.exec(key)?.[1] ?? '999999999999';
    calls.push({ action, account, region, service });
    const [type, text] =
      action in EMPTY_JSON
        ? ['application/json', JSON.stringify({ [EMPTY_JSON[action]]: [] })]
        : ['text/xml', answer(action, account, region, parameters)];
    setTimeout(() => response.writeHead(200, { 'content-type': type }).end(text), LATENCY);
  });
});
await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
const url = `http://127.0.0.1:${server.address().port}`;
Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'AKIABENCH', AWS_SECRET_ACCESS_KEY: 'bench', AWS_REGION: 'us-east-1' });

const audit = programs.lint(
  ...['audit', '--endpoint-url', url, '--region', 'all', '--fail-on', 'never', '--no-config'],
  ...ACCOUNTS.flatMap((account) => ['--role-arn', `arn:aws:iam::${account}:role/audit`]),
);
const runs = Number(values.runs);
const taken = await measure({ audit }, runs);
server.close();

const perRun = calls.length / runs;
const faults = check();
const what = `${REGIONS.length} Regions x ${ACCOUNTS.length} accounts, ${ENDPOINTS} endpoints, ${LATENCY} ms a call`;
const least = Math.round((perRun / 32) * LATENCY);
const text = `${table([{ what, ...taken.audit }])}\n\n${perRun} calls: at 32 at once no less than ${least} ms.\n`;
process.stdout.write(text);
if (values.write && faults.length === 0) {
  const page = readFileSync(PAGE, 'utf8');
  if (!PLACE.test(page)) throw new Error('docs/benchmarks.md has lost the marks that the audit goes between');
  writeFileSync(
    PAGE,
    page.replace(PLACE, (_, before, after) => `${before}\n${text}\n${after}`),
  );
}
for (const fault of faults) console.error(fault);
process.exitCode = faults.length > 0 ? 1 : 0;

/** Every Region takes the same calls but for its VPCs. */
function check() {
  return ACCOUNTS.flatMap((account) =>
    REGIONS.flatMap((region) => {
      const there = calls.filter(
        (call) =>
          call.account === account &&
          call.region === region &&
          call.service !== 'sts' &&
          call.service !== 'networkmanager' &&
          call.action !== 'DescribeRegions',
      );
      const busy = account === BUSY.account && region === BUSY.region;
      const wanted = runs * (BASE + (busy ? MORE + FOR_VPC * VPCS : 0));
      return there.length === wanted
        ? []
        : [`${account} ${region}: ${there.length / runs} calls, not ${wanted / runs}`];
    }),
  );
}

function answer(action, account, region, parameters) {
  const busy = account === BUSY.account && region === BUSY.region;
  const wrap = (inner) => `<${action}Response>${inner}</${action}Response>`;
  const list = (name, items) => wrap(`<${name}>${items.map((item) => `<item>${item}</item>`).join('')}</${name}>`);
  const vpcs = busy ? Array.from({ length: VPCS }, (_, i) => `vpc-0000000000000000${i}`) : ['vpc-0aaaaaaaaaaaaaaaa'];
  const zones = ['a', 'b', 'c'].map((zone) => `${region}${zone}`);
  switch (action) {
    case 'AssumeRole': {
      const of = parameters.get('RoleArn').split(':')[4];
      const until = new Date(Date.now() + 3_600_000).toISOString();
      return wrap(
        `<AssumeRoleResult><Credentials><AccessKeyId>ASIA${of}</AccessKeyId><SecretAccessKey>x</SecretAccessKey><SessionToken>x</SessionToken><Expiration>${until}</Expiration></Credentials></AssumeRoleResult>`,
      );
    }
    case 'GetCallerIdentity':
      return wrap(
        `<GetCallerIdentityResult><Account>${account}</Account><Arn>arn:aws:sts::${account}:assumed-role/audit/x</Arn></GetCallerIdentityResult>`,
      );
    case 'DescribeRegions':
      return list(
        'regionInfo',
        REGIONS.map((name) => `<regionName>${name}</regionName>`),
      );
    case 'DescribeVpcEndpoints':
      return list(
        'vpcEndpointSet',
        busy ? Array.from({ length: ENDPOINTS }, (_, i) => endpoint(i, vpcs[i % VPCS], region, account)) : [],
      );
    case 'DescribeVpcs':
      return list(
        'vpcSet',
        vpcs.map(
          (id) =>
            `<vpcId>${id}</vpcId><ownerId>${account}</ownerId><cidrBlock>10.0.0.0/16</cidrBlock><cidrBlockAssociationSet/><dhcpOptionsId>dopt-1</dhcpOptionsId>`,
        ),
      );
    case 'DescribeSubnets':
      return list(
        'subnetSet',
        vpcs.flatMap((vpc) =>
          zones.map(
            (zone) =>
              `<subnetId>subnet-${vpc}-${zone}</subnetId><vpcId>${vpc}</vpcId><availabilityZone>${zone}</availabilityZone><ownerId>${account}</ownerId><cidrBlock>10.0.0.0/24</cidrBlock><ipv6CidrBlockAssociationSet/>`,
          ),
        ),
      );
    case 'DescribeSecurityGroups':
      return list(
        'securityGroupInfo',
        vpcs.map(
          (vpc) =>
            `<groupId>sg-${vpc}</groupId><groupName>https</groupName><vpcId>${vpc}</vpcId><ownerId>${account}</ownerId><ipPermissions><item><ipProtocol>tcp</ipProtocol><fromPort>443</fromPort><toPort>443</toPort><ipRanges><item><cidrIp>10.0.0.0/16</cidrIp></item></ipRanges></item></ipPermissions>`,
        ),
      );
    case 'DescribeAvailabilityZones':
      return list(
        'availabilityZoneInfo',
        zones.map((zone) => `<zoneName>${zone}</zoneName><regionName>${region}</regionName>`),
      );
    case 'DescribeVpcAttribute':
      return wrap(
        `<vpcId>${parameters.get('VpcId')}</vpcId><${parameters.get('Attribute')}><value>true</value></${parameters.get('Attribute')}>`,
      );
    case 'ListHostedZonesByVPC':
      return wrap('<HostedZoneSummaries></HostedZoneSummaries><MaxItems>100</MaxItems>');
    default:
      return wrap(`<${EMPTY[action]}/>`);
  }
}

function endpoint(i, vpc, region, account) {
  const service = `com.amazonaws.${region}.${['sqs', 'sns', 'kms', 'ssm', 'sts', 'logs', 'ecr.api', 'ecr.dkr'][i % 8]}`;
  const id = `vpce-${String(i).padStart(17, '0')}`;
  const policy = '{"Statement":[{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}]}';
  return `<vpcEndpointId>${id}</vpcEndpointId><vpcEndpointType>Interface</vpcEndpointType><vpcId>${vpc}</vpcId><serviceName>${service}</serviceName><state>available</state><policyDocument>${policy}</policyDocument><subnetIdSet><item>subnet-${vpc}-${region}a</item><item>subnet-${vpc}-${region}b</item></subnetIdSet><groupSet><item><groupId>sg-${vpc}</groupId><groupName>https</groupName></item></groupSet><privateDnsEnabled>${i < 32}</privateDnsEnabled><requesterManaged>false</requesterManaged><ownerId>${account}</ownerId><serviceRegion>${region}</serviceRegion>`;
}
