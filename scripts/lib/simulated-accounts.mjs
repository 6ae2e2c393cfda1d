// Many accounts on loopback: the API as far as an audit asks for it, in as many accounts and Regions as one likes.
import { createServer } from 'node:http';

/** The account whose credentials ask. */
export const CALLER = '999999999999';

/** The list in the answer of each other call of EC2, with nothing in it. */
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

/** The same for the APIs that answer in JSON. */
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

const PAGE = 20;

/**
 * @param options.shape What is in a Region of an account: `{ vpcs, endpoints }`, in numbers.
 * @param options.fault The error with which the server rejects a call: `{ status, code }`.
 */
export async function simulateAccounts({ accounts, regions, shape, latencyMs = 0, fault = () => undefined }) {
  const calls = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      const call = callOf(request, body);
      calls.push(call);
      const refused = fault(call);
      const [status, type, text] = refused ? refusal(call, refused) : answer(call, { accounts, regions, shape });
      const send = () => response.writeHead(status, { 'content-type': type }).end(text);
      if (latencyMs > 0) setTimeout(send, latencyMs);
      else send();
    });
  });
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    calls,
    stop: () =>
      new Promise((stopped) => {
        server.close(stopped);
        server.closeAllConnections();
      }),
  };
}

/** The account is in the access key that AssumeRole gave. */
function callOf(request, body) {
  const [, key = '', region = '', service = ''] =
    /Credential=([^/]+)\/\d+\/([^/]+)\/([^/]+)\//.exec(request.headers.authorization ?? '') ?? [];
  const target = request.headers['x-amz-target']?.split('.')[1];
  const path = request.url.split('?')[0];
  const parameters = new URLSearchParams(target === undefined ? body : JSON.parse(body));
  const action =
    target ?? parameters.get('Action') ?? (path.includes('hostedzonesbyvpc') ? 'ListHostedZonesByVPC' : path);
  const role = /^arn:aws:iam::(\d{12}):role/.exec(parameters.get('RoleArn') ?? '')?.[1];
  return { action, account: role ?? /^ASIA(\d{12})$/.exec(key)?.[1] ?? CALLER, region, service, parameters };
}

function refusal({ service }, { status, code }) {
  if (service === 'organizations' || service.startsWith('route53'))
    return [status, 'application/json', JSON.stringify({ __type: code, Message: 'refused' })];
  const error = `<Code>${code}</Code><Message>refused</Message>`;
  return service === 'ec2'
    ? [status, 'text/xml', `<Response><Errors><Error>${error}</Error></Errors><RequestID>none</RequestID></Response>`]
    : [status, 'text/xml', `<ErrorResponse><Error><Type>Sender</Type>${error}</Error></ErrorResponse>`];
}

function answer(call, { accounts, regions, shape }) {
  const { action, account, region, parameters } = call;
  if (action === 'ListAccounts') {
    const at = Number(parameters.get('NextToken') ?? 0);
    const page = accounts.slice(at, at + PAGE).map((Id) => ({ Id, Name: `account ${Id}`, State: 'ACTIVE' }));
    return json({ Accounts: page, ...(at + PAGE < accounts.length ? { NextToken: String(at + PAGE) } : {}) });
  }
  if (action in EMPTY_JSON) return json({ [EMPTY_JSON[action]]: [] });
  const text = networkAnswer(call, shape(account, region)) ?? accountAnswer(call, regions);
  return text === undefined ? refusal(call, { status: 400, code: 'InvalidAction' }) : [200, 'text/xml', text];
}

function json(value) {
  return [200, 'application/json', JSON.stringify(value)];
}

function wrapped(action, inner) {
  return `<${action}Response>${inner}</${action}Response>`;
}

function accountAnswer({ action, account, parameters }, regions) {
  switch (action) {
    case 'AssumeRole': {
      const until = new Date(Date.now() + 3_600_000).toISOString();
      return wrapped(
        action,
        `<AssumeRoleResult><Credentials><AccessKeyId>ASIA${account}</AccessKeyId><SecretAccessKey>x</SecretAccessKey><SessionToken>x</SessionToken><Expiration>${until}</Expiration></Credentials></AssumeRoleResult>`,
      );
    }
    case 'GetCallerIdentity':
      return wrapped(
        action,
        `<GetCallerIdentityResult><Account>${account}</Account><Arn>arn:aws:sts::${account}:assumed-role/audit/x</Arn></GetCallerIdentityResult>`,
      );
    case 'DescribeRegions':
      return listed(
        action,
        'regionInfo',
        regions.map((name) => `<regionName>${name}</regionName>`),
      );
    case 'DescribeVpcAttribute': {
      const name = parameters.get('Attribute');
      return wrapped(action, `<vpcId>${parameters.get('VpcId')}</vpcId><${name}><value>true</value></${name}>`);
    }
    case 'ListHostedZonesByVPC':
      return wrapped(action, '<HostedZoneSummaries></HostedZoneSummaries><MaxItems>100</MaxItems>');
    default:
      return action in EMPTY ? wrapped(action, `<${EMPTY[action]}/>`) : undefined;
  }
}

function listed(action, name, items) {
  return wrapped(action, `<${name}>${items.map((item) => `<item>${item}</item>`).join('')}</${name}>`);
}

/** Ids are of one account and Region only. */
function networkAnswer({ action, account, region }, { vpcs: count, endpoints }) {
  const place = `${account}${[...region].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 9973, 7)}`;
  const id = (kind, i) => `${kind}-${(place + String(i).padStart(3, '0')).slice(-17).padStart(17, '0')}`;
  const vpcs = Array.from({ length: count }, (_, i) => id('vpc', i));
  const zones = ['a', 'b', 'c'].map((zone) => `${region}${zone}`);
  switch (action) {
    case 'DescribeVpcEndpoints':
      return listed(
        action,
        'vpcEndpointSet',
        Array.from({ length: endpoints }, (_, i) =>
          endpoint(i, {
            isFirst: i < SERVICES.length * count,
            id: id('vpce', i),
            vpc: vpcs[Math.floor(i / SERVICES.length) % count],
            region,
            account,
            zones,
          }),
        ),
      );
    case 'DescribeVpcs':
      return listed(
        action,
        'vpcSet',
        vpcs.map(
          (vpc) =>
            `<vpcId>${vpc}</vpcId><ownerId>${account}</ownerId><cidrBlock>10.0.0.0/16</cidrBlock><cidrBlockAssociationSet/><dhcpOptionsId>dopt-1</dhcpOptionsId>`,
        ),
      );
    case 'DescribeSubnets':
      return listed(
        action,
        'subnetSet',
        vpcs.flatMap((vpc) =>
          zones.map(
            (zone) =>
              `<subnetId>${subnetOf(vpc, zone)}</subnetId><vpcId>${vpc}</vpcId><availabilityZone>${zone}</availabilityZone><ownerId>${account}</ownerId><cidrBlock>10.0.0.0/24</cidrBlock><ipv6CidrBlockAssociationSet/>`,
          ),
        ),
      );
    case 'DescribeSecurityGroups':
      return listed(
        action,
        'securityGroupInfo',
        vpcs.map(
          (vpc) =>
            `<groupId>${groupOf(vpc)}</groupId><groupName>https</groupName><vpcId>${vpc}</vpcId><ownerId>${account}</ownerId><ipPermissions><item><ipProtocol>tcp</ipProtocol><fromPort>443</fromPort><toPort>443</toPort><ipRanges><item><cidrIp>10.0.0.0/16</cidrIp></item></ipRanges></item></ipPermissions>`,
        ),
      );
    case 'DescribeAvailabilityZones':
      return listed(
        action,
        'availabilityZoneInfo',
        zones.map((zone) => `<zoneName>${zone}</zoneName><regionName>${region}</regionName>`),
      );
    default:
      return undefined;
  }
}

const subnetOf = (vpc, zone) => `${vpc.replace('vpc-', 'subnet-')}${zone.at(-1)}`;
const groupOf = (vpc) => vpc.replace('vpc-', 'sg-');

const SERVICES = ['sqs', 'sns', 'kms', 'ssm', 'sts', 'logs', 'ecr.api', 'ecr.dkr'];
const POLICY = '{"Statement":[{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}]}';

/** One of each service in a VPC has private DNS. */
function endpoint(i, { isFirst, id, vpc, region, account, zones }) {
  const service = `com.amazonaws.${region}.${SERVICES[i % SERVICES.length]}`;
  const subnets = zones.slice(0, 2).map((zone) => `<item>${subnetOf(vpc, zone)}</item>`);
  return `<vpcEndpointId>${id}</vpcEndpointId><vpcEndpointType>Interface</vpcEndpointType><vpcId>${vpc}</vpcId><serviceName>${service}</serviceName><state>available</state><policyDocument>${POLICY}</policyDocument><subnetIdSet>${subnets.join('')}</subnetIdSet><groupSet><item><groupId>${groupOf(vpc)}</groupId><groupName>https</groupName></item></groupSet><privateDnsEnabled>${isFirst}</privateDnsEnabled><requesterManaged>false</requesterManaged><ownerId>${account}</ownerId><serviceRegion>${region}</serviceRegion>`;
}
