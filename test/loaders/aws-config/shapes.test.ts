import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { locator } from '../../../src/findings/index.ts';
import { loadFiles, type MemoryFile } from '../../../src/loaders/index.ts';
import type { Network } from '../../../src/model/index.ts';
import { told } from '../describe/support.ts';
import { recorderItem, selected } from './recorded.ts';

const [ACCOUNT, REGION] = ['111122223333', 'eu-west-1'];

const CONFIGURATION = {
  vpcEndpointId: 'vpce-0aaaaaaaaaaaaaaa1',
  vpcEndpointType: 'Interface',
  vpcId: 'vpc-0aaaaaaaaaaaaaaa1',
  serviceName: 'com.amazonaws.eu-west-1.sqs',
  state: { value: 'available' },
  policyDocument: '{"Statement":[]}',
  routeTableIds: [],
  subnetIds: ['subnet-0aaaaaaaaaaaaaaa1'],
  groups: [{ groupId: 'sg-0aaaaaaaaaaaaaaa1', groupName: 'ep' }],
  ipAddressType: 'ipv4',
  dnsOptions: { dnsRecordIpType: 'ipv4' },
  privateDnsEnabled: true,
  requesterManaged: false,
  networkInterfaceIds: ['eni-0aaaaaaaaaaaaaaa1'],
  dnsEntries: [
    { dnsName: 'vpce-0aaaaaaaaaaaaaaa1-x.sqs.eu-west-1.vpce.amazonaws.com', hostedZoneId: 'Z38GZ743OKFT7T' },
  ],
  ownerId: ACCOUNT,
};

function item(more: object = {}, configuration: unknown = CONFIGURATION) {
  return {
    accountId: ACCOUNT,
    awsRegion: REGION,
    resourceType: 'AWS::EC2::VPCEndpoint',
    resourceId: 'vpce-0aaaaaaaaaaaaaaa1',
    configurationItemCaptureTime: '2026-11-28T10:00:00.000Z',
    configurationItemStatus: 'ResourceDiscovered',
    configuration,
    tags: [{ key: 'Name', value: 'x', tag: 'Name=x' }],
    ...more,
  };
}

function other(resourceType: string, resourceId: string, configuration: object, more: object = {}) {
  return item({ resourceType, resourceId, tags: [], ...more }, configuration);
}

const vpc = other('AWS::EC2::VPC', 'vpc-0aaaaaaaaaaaaaaa1', {
  vpcId: 'vpc-0aaaaaaaaaaaaaaa1',
  cidrBlock: '10.0.0.0/16',
  cidrBlockAssociationSet: [{ cidrBlock: '10.0.0.0/16', cidrBlockState: { state: 'associated' } }],
  isDefault: false,
  ownerId: ACCOUNT,
});

const file = (value: unknown, path = 'answer.json'): MemoryFile => ({
  path,
  bytes: Buffer.from(JSON.stringify(value)),
});

function read(...files: MemoryFile[]) {
  const result = loadFiles(files);
  expect(result.incomplete).toEqual([]);
  return result;
}

function only(...files: MemoryFile[]): Network {
  const { pictures } = read(...files);
  expect(pictures.length).toBe(1);
  return pictures[0]!.network;
}

/** The envelope of files in S3 and of the history calls. */
const delivered = (
  { accountId, tags, ...rest }: ReturnType<typeof item>,
  configuration: unknown = rest.configuration,
) => ({
  ...rest,
  awsAccountId: accountId,
  tags: Object.fromEntries((tags as { key: string; value: string }[]).map(({ key, value }) => [key, value])),
  configuration,
});

describe('an endpoint is read from', () => {
  const texts = selected([item(), vpc]);
  const { configuration: _, ...envelope } = item();
  const flat = {
    ...envelope,
    ...Object.fromEntries(Object.entries(CONFIGURATION).map(([name, value]) => [`configuration.${name}`, value])),
  };
  it.each<[string, unknown]>([
    ['an answer of select-aggregate-resource-config', texts],
    ['pages side by side in one file', [selected([item()], { NextToken: 'more' }), selected([vpc])]],
    ['what jq makes of it', [item(), vpc]],
    ['a list of texts', [JSON.stringify(item()), JSON.stringify(vpc)]],
    ['an export with flattened names', [flat]],
    ['a recording', { status_code: 200, data: texts }],
    ['a snapshot', { fileVersion: '1.0', configSnapshotId: 'x', configurationItems: [delivered(item())] }],
    ['a history', { configurationItems: [delivered(item(), JSON.stringify(CONFIGURATION))] }],
    [
      'batch-get-resource-config',
      { baseConfigurationItems: [item({}, JSON.stringify(CONFIGURATION))], unprocessedResourceKeys: [] },
    ],
    ['batch-get-aggregate-resource-config', { BaseConfigurationItems: [item({}, JSON.stringify(CONFIGURATION))] }],
    ['get-aggregate-resource-config', { ConfigurationItem: item({}, JSON.stringify(CONFIGURATION)) }],
    ['a notification and the event of a rule', { configurationItem: item(), messageType: 'x' }],
    ['a query that does not select the type', selected([item({ resourceType: undefined })])],
  ])('%s', (_, document) => {
    const { inputs, pictures } = read(file(document));
    expect(inputs.map(({ kind, endpoints }) => [kind, endpoints])).toEqual([['aws-config', 1]]);
    expect(pictures.map(({ places }) => places?.())).toEqual([
      { accounts: new Set([ACCOUNT]), regions: new Set([REGION]) },
    ]);
    const [endpoint] = pictures[0]!.network.endpoints;
    expect([endpoint!.key, told(endpoint!.state), told(endpoint!.policy), told(endpoint!.tags)]).toEqual([
      'vpce-0aaaaaaaaaaaaaaa1',
      'available',
      '{"Statement":[]}',
      { Name: 'x' },
    ]);
  });

  it('a packed snapshot', () => {
    const text = JSON.stringify({ configSnapshotId: 'x', configurationItems: [delivered(item())] });
    expect(only({ path: 'snapshot.json.gz', bytes: gzipSync(text) }).endpoints.length).toBe(1);
    const { incomplete } = loadFiles([{ path: 'half.json.gz', bytes: gzipSync(text).subarray(0, 60) }]);
    expect(incomplete.map(({ message }) => message)).toEqual([
      'this gzip archive is damaged, or larger than 1 GiB. Unpack it first.',
    ]);
  });
});

it('an endpoint has its id and type from the item, where a query did not ask for its own', () => {
  const { serviceName, vpcId, subnetIds } = CONFIGURATION;
  const short = item({ resourceType: undefined }, { serviceName, vpcId, subnetIds });
  const [endpoint] = only(file(selected([short]))).endpoints;
  expect([told(endpoint!.id), told(endpoint!.type)]).toEqual(['vpce-0aaaaaaaaaaaaaaa1', 'Interface']);
});

describe('several documents', () => {
  it('are one picture for each account and Region', () => {
    const far = { awsRegion: 'us-east-1', resourceId: 'vpce-0aaaaaaaaaaaaaaa2' };
    const { pictures } = read(
      file(selected([item(), item(far)], { NextToken: 'x' }), 'one.json'),
      file(selected([vpc, item({ ...far, accountId: '444455556666' })]), 'two.json'),
    );
    expect(
      pictures.map(({ places, network }) => [...places!().accounts, ...places!().regions, network.vpcs.length]),
    ).toEqual([
      [ACCOUNT, REGION, 1],
      [ACCOUNT, 'us-east-1', 0],
      ['444455556666', 'us-east-1', 0],
    ]);
  });

  it('tell what was recorded last', () => {
    const state = (value: string, time: string, more: object = {}) =>
      item({ configurationItemCaptureTime: time, ...more }, { ...CONFIGURATION, state: { value } });
    const later = {
      configurationItems: [state('failed', '2026-11-29T00:00:00Z'), state('pending', '2026-11-01T00:00:00Z')],
    };
    expect(told(only(file(selected([item()])), file(later, 'later.json')).endpoints[0]!.state)).toBe('failed');
    const gone = state('deleted', '2026-11-29T00:00:00Z', { configurationItemStatus: 'ResourceDeleted' });
    const { pictures } = loadFiles([file(selected([item(), vpc])), file({ configurationItems: [gone] }, 'gone.json')]);
    expect(pictures.map(({ network }) => network.endpoints)).toEqual([[]]);
  });

  it('join with describe output, which tells what AWS Config does not', () => {
    const attribute = { VpcId: 'vpc-0aaaaaaaaaaaaaaa1', EnableDnsSupport: { Value: false } };
    const network = only(file(selected([item(), vpc])), file(attribute, 'describe-vpc-attribute.json'));
    expect(network.vpcs.map(({ enableDnsSupport }) => told(enableDnsSupport))).toEqual([false]);
    expect(network.endpoints.length).toBe(1);
  });
});

describe('what AWS Config does not tell', () => {
  it('is unknown, with the reason', () => {
    const { endpoints, vpcs } = only(
      file(
        selected([
          item({}, { ...CONFIGURATION, policyDocument: undefined, dnsOptions: {}, ipAddressType: undefined }),
          vpc,
        ]),
      ),
    );
    const [endpoint] = endpoints;
    const options = endpoint!.dnsOptions;
    expect([
      told(endpoint!.policy),
      told(endpoint!.ipAddressType),
      options.known && options.value && told(options.value.onlyInboundResolver),
      options.known && options.value && told(options.value.recordIpType),
      told(vpcs[0]!.enableDnsSupport),
      told(vpcs[0]!.blockPublicAccess),
    ]).toEqual([
      'unknown: `PolicyDocument` is not in this AWS Config output. Add the output of `aws ec2 describe-vpc-endpoints`',
      'unknown: `IpAddressType` is not in this AWS Config output. Add the output of `aws ec2 describe-vpc-endpoints`',
      'unknown: `PrivateDnsOnlyForInboundResolverEndpoint` is not in this AWS Config output. Add the output of `aws ec2 describe-vpc-endpoints`',
      'unknown: `DnsRecordIpType` is not in this AWS Config output. Add the output of `aws ec2 describe-vpc-endpoints`',
      'unknown: AWS Config does not return DNS attributes. Add the output of `aws ec2 describe-vpc-attribute --vpc-id vpc-0aaaaaaaaaaaaaaa1 --attribute enableDnsSupport`',
      'unknown: `BlockPublicAccessStates` is not in this AWS Config output. Add the output of `aws ec2 describe-vpcs`',
    ]);
  });

  const why = (network: Network, kind: Parameters<Network['complete']>[0]) => {
    const told = network.complete(kind);
    return told.complete ? `assumed: ${told.assumed}` : told.because;
  };
  const SETTLES = 'Run `vpce-lint audit`, or add the output of `aws ec2 describe-route-tables`';
  const table = other(
    'AWS::EC2::RouteTable',
    'rtb-0aaaaaaaaaaaaaaa1',
    { routeTableId: 'rtb-0aaaaaaaaaaaaaaa1', routes: [] },
    { awsRegion: 'us-east-1' },
  );

  it('is not absent because nothing of its type is there', () => {
    expect(why(only(file(selected([item(), vpc]))), 'route-table')).toBe(
      `no AWS Config answer shows a route table, so the query may not have asked for them. ${SETTLES}`,
    );
    const asked = read(file(selected([item(), vpc, table]))).pictures[0]!.network;
    expect(why(asked, 'route-table')).toBe(`AWS Config shows no route table here, and may not record them. ${SETTLES}`);
    expect(why(asked, 'endpoint')).toBe(
      'assumed: AWS Config records every endpoint of the account and Region, and was asked for all',
    );
  });

  it('is absent where the recorder says that it would be recorded', () => {
    const withRecorder = (group: object) =>
      read(
        file(
          selected([
            item(),
            vpc,
            table,
            { ...recorderItem(ACCOUNT, REGION), configuration: { Recording: true, RecordingGroup: group } },
          ]),
        ),
      ).pictures[0]!.network;
    const all = 'assumed: AWS Config records every route table of the account and Region, and was asked for all';
    const none = `AWS Config does not record AWS::EC2::RouteTable here. ${SETTLES}`;
    expect(why(withRecorder({ AllSupported: true }), 'route-table')).toBe(all);
    expect(why(withRecorder({ ResourceTypes: ['AWS::EC2::VPCEndpoint'] }), 'route-table')).toBe(none);
    const excluding = (types: string[]) => ({
      RecordingStrategy: { UseOnly: 'EXCLUSION_BY_RESOURCE_TYPES' },
      ExclusionByResourceTypes: { ResourceTypes: types },
    });
    expect(why(withRecorder(excluding(['AWS::EC2::RouteTable'])), 'route-table')).toBe(none);
    expect(why(withRecorder(excluding(['AWS::EC2::Instance'])), 'route-table')).toBe(all);
  });

  it('is not complete where a page is missing, or only some resources were asked for', () => {
    expect(why(only(file(selected([item()], { NextToken: 'x' }))), 'endpoint')).toMatch(/^a page of the answer/);
    const some = only(file({ baseConfigurationItems: [item()] }));
    expect(why(some, 'endpoint')).toMatch(
      /^AWS Config was asked for some resources only, so there may be another endpoint\. Run /,
    );
    expect(why(some, 'route-table')).toMatch(
      /^AWS Config was asked for some resources only, so there may be a route table\. Run /,
    );
  });
});

describe('places', () => {
  const place = (document: object, pointer: string, path: string[]) => {
    const { inputs } = read({ path: 'answer.json', bytes: Buffer.from(JSON.stringify(document, null, 1)) });
    const { location } = locator(inputs, process.cwd())({ input: 0, pointer, path });
    return [location.pointer, location.line];
  };
  it('are those of the document', () => {
    const document = { configurationItems: [item()] };
    const lines = JSON.stringify(document, null, 1).split('\n');
    expect(place(document, '/configurationItems/0/configuration', ['PolicyDocument'])).toEqual([
      '/configurationItems/0/configuration/policyDocument',
      lines.findIndex((line) => line.includes('"policyDocument"')) + 1,
    ]);
  });
  it('are those of an item that stands alone', () => {
    for (const [document, pointer] of [
      [item(), ''],
      [{ ConfigurationItem: item() }, '/ConfigurationItem'],
      [{ configurationItem: item() }, '/configurationItem'],
      [{ status_code: 200, data: item() }, '/data'],
    ] as const) {
      const [endpoint] = only(file(document)).endpoints;
      expect(endpoint!.at.pointer).toBe(`${pointer}/configuration`);
    }
  });
  it('end at a result that is a text', () => {
    expect(place(selected([item(), vpc]), '/Results/0', ['PolicyDocument'])).toEqual(['/Results/0', 3]);
  });
});

describe('what is broken', () => {
  it('is told with its place, and the rest is read', () => {
    const { incomplete, pictures } = loadFiles([
      file({ Results: [JSON.stringify(item()), '{"resourceType": '], QueryInfo: {} }),
    ]);
    expect(incomplete.map(({ message }) => message)).toEqual([
      '/Results/1: a result must be an item or its JSON text. Save the answer of AWS Config again, unchanged.',
    ]);
    expect(pictures[0]!.network.endpoints.length).toBe(1);
  });
  it('without endpoints is no clean bill of health', () => {
    const { incomplete } = loadFiles([file({ Results: [], QueryInfo: {} })]);
    expect(incomplete.map(({ message }) => message)).toEqual([
      'the AWS Config answer has no VPC endpoints, so nothing was checked',
    ]);
  });
});
