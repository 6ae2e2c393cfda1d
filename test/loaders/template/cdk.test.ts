/** Assemblies of the CDK: stages, nested stacks, names people know, places in the code, look-ups. */
import { expect, it } from 'vitest';
import { lintText, said } from './support.ts';

const SINGLE = 'availability/single-az';

type Json = Readonly<Record<string, unknown>>;

const stack = (file: string, more: Json = {}, environment = 'aws://123456789012/eu-west-1') => ({
  type: 'aws:cloudformation:stack',
  environment,
  properties: { templateFile: file, stackName: file.split('.')[0] },
  ...more,
});
const manifest = (artifacts: Json, more: Json = {}) => JSON.stringify({ version: '48.0.0', artifacts, ...more });
const template = (resources: Json, more: Json = {}) => JSON.stringify({ Resources: resources, ...more });

const vpc = { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.0.0.0/16', EnableDnsHostnames: true } };
const subnet = (vpcId: unknown, zone: string) => ({
  Type: 'AWS::EC2::Subnet',
  Properties: { VpcId: vpcId, CidrBlock: `10.0.${zone === 'a' ? 0 : 1}.0/24`, AvailabilityZone: `eu-west-1${zone}` },
});
const endpoint = (vpcId: unknown, subnets: readonly unknown[], path?: string) => ({
  Type: 'AWS::EC2::VPCEndpoint',
  Properties: {
    VpcId: vpcId,
    VpcEndpointType: 'Interface',
    ServiceName: 'com.amazonaws.eu-west-1.sqs',
    SubnetIds: subnets,
    PrivateDnsEnabled: true,
  },
  ...(path === undefined ? {} : { Metadata: { 'aws:cdk:path': path } }),
});
const network = { Vpc: vpc, A: subnet({ Ref: 'Vpc' }, 'a'), B: subnet({ Ref: 'Vpc' }, 'b') };
const whole = (path?: string) => template({ ...network, Sqs9F: endpoint({ Ref: 'Vpc' }, [{ Ref: 'A' }], path) });

it('stages are assemblies inside an assembly; the construct path is the address', async () => {
  const report = await lintText({
    'cdk.out/manifest.json': manifest({
      'assembly-Prod': { type: 'cdk:cloud-assembly', properties: { directoryName: 'assembly-Prod' } },
    }),
    'cdk.out/assembly-Prod/manifest.json': manifest({ ProdNet: stack('ProdNet.template.json') }),
    'cdk.out/assembly-Prod/ProdNet.template.json': whole('Prod/Net/Sqs/Resource'),
  });
  expect(report.endpoints).toHaveLength(1);
  const { subject, location } = report.findings.find(({ rule }) => rule === SINGLE)!;
  expect(subject.address).toBe('Sqs9F');
  expect(location?.file).toBe('cdk.out/assembly-Prod/ProdNet.template.json');
});

it('stacks of one app are joined by exports and imports', async () => {
  const report = await lintText({
    'cdk.out/manifest.json': manifest({ Net: stack('Net.template.json'), App: stack('App.template.json') }),
    'cdk.out/Net.template.json': template(network, {
      Outputs: {
        V: { Value: { Ref: 'Vpc' }, Export: { Name: 'Net:V' } },
        A: { Value: { Ref: 'A' }, Export: { Name: 'Net:A' } },
      },
    }),
    'cdk.out/App.template.json': template({
      Sqs: endpoint({ 'Fn::ImportValue': 'Net:V' }, [{ 'Fn::ImportValue': 'Net:A' }]),
    }),
  });
  expect(report.findings.filter(({ rule }) => rule === SINGLE).map(({ message }) => message)).toEqual([
    'sqs is in 1 of 2 Availability Zones of its VPC',
  ]);
});

it('a nested stack is found by the hash of its asset', async () => {
  const hash = 'a'.repeat(64);
  const report = await lintText({
    'cdk.out/manifest.json': manifest({ Net: stack('Net.template.json') }),
    'cdk.out/Net.assets.json': JSON.stringify({
      files: { [hash]: { source: { path: 'inner.nested.template.json', packaging: 'file' } } },
    }),
    'cdk.out/Net.template.json': template({
      Inner: {
        Type: 'AWS::CloudFormation::Stack',
        Properties: {
          TemplateURL: {
            'Fn::Sub': `https://s3.\${AWS::Region}.\${AWS::URLSuffix}/cdk-hnb659fds-assets-\${AWS::AccountId}-\${AWS::Region}/${hash}.json`,
          },
        },
      },
    }),
    'cdk.out/inner.nested.template.json': whole(),
  });
  expect(report.endpoints.map(({ address }) => address)).toEqual(['Inner.Sqs9F']);
  expect(report.incomplete).toEqual([]);
});

it('says which line of the code makes a resource, where the assembly has traces', async () => {
  const trace = ['new Sqs (/app/node_modules/aws-cdk-lib/x.js:1:2)', 'new Net (/app/lib/net.ts:17:9)'];
  const report = await lintText({
    'cdk.out/manifest.json': manifest({
      Net: stack('Net.template.json', {
        metadata: { '/Net/Sqs/Resource': [{ type: 'aws:cdk:logicalId', data: 'Sqs9F', trace }] },
      }),
    }),
    'cdk.out/Net.template.json': whole(),
  });
  const { related } = report.findings.find(({ rule }) => rule === SINGLE)!;
  expect(related).toContainEqual(
    expect.objectContaining({
      location: expect.objectContaining({ file: expect.stringContaining('app/lib/net.ts'), line: 17 }),
    }),
  );
});

it('what look-ups have not found yet is unknown, and said', async () => {
  const report = await lintText({
    'cdk.out/manifest.json': manifest(
      { Net: stack('Net.template.json') },
      { missing: [{ key: 'vpc-provider:account=1', provider: 'vpc-provider', props: {} }] },
    ),
    'cdk.out/Net.template.json': template({ Sqs: endpoint('vpc-12345', ['s-12345']) }),
  });
  expect(said(report, SINGLE, 'Sqs')).toBe('undecided');
  expect(report.incomplete.map(({ message }) => message)).toEqual([expect.stringContaining('vpc-provider')]);
});

it('overrides match the construct path, the logical id and the stack', async () => {
  const files = {
    'cdk.out/manifest.json': manifest({ Net: stack('Net.template.json'), Two: stack('Two.template.json') }),
    'cdk.out/Net.template.json': whole('Net/Sqs/Resource'),
    'cdk.out/Two.template.json': whole('Two/Sqs/Resource'),
  };
  for (const [address, left] of [
    ['Net/Sqs', ['Two/Sqs9F']],
    ['*Sqs9F', []],
    ['Net/*', ['Two/Sqs9F']],
  ] as const) {
    const report = await lintText(
      {
        ...files,
        'cdk.out/vpce-lint.yaml': `overrides: [{ match: { address: "${address}" }, rules: { ${SINGLE}: off }, reason: x }]`,
      },
      { config: 'cdk.out/vpce-lint.yaml' },
    );
    const found = report.findings.filter(({ rule }) => rule === SINGLE).map(({ subject }) => subject.address);
    expect(found, address).toEqual(left);
  }
});
