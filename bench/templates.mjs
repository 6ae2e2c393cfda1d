/**
 * Measures CloudFormation templates: the largest that AWS accepts, in JSON and in YAML, and apps of the CDK.
 * Also runs by itself.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { measure, programs } from './measure.mjs';
import { ratio, table } from './table.mjs';

/** Resources of a template, at most: a quota of CloudFormation. */
const MOST_RESOURCES = 500;

/** Rows of the table. `stacks` is how many the larger app has; the smaller has a tenth of them. */
export async function templateRows({ stacks, runs }) {
  const folder = mkdtempSync(join(tmpdir(), 'vpce-lint-bench-'));
  try {
    const [json, yaml, small, large] = ['t.json', 't.yaml', 'small', 'large'].map((name) => join(folder, name));
    const template = templateOf(MOST_RESOURCES, 'eu-west-1');
    writeFileSync(json, JSON.stringify(template, null, 1));
    writeFileSync(yaml, yamlOf(template));
    const few = Math.max(1, Math.round(stacks / 10));
    writeApp(small, few);
    writeApp(large, stacks);
    const lint = (path) =>
      programs.lint(
        path,
        '--no-config',
        '--fail-on',
        'never',
        '-q',
        '--region',
        'eu-west-1',
        '--account',
        '123456789012',
      );
    const times = Math.max(runs, 10);
    const one = await measure({ nothing: programs.nothing(), json: lint(json), yaml: lint(yaml) }, times);
    const apps = await measure({ small: lint(small), large: lint(large) }, runs);
    return [
      { what: 'bare node', ...one.nothing },
      ...['json', 'yaml'].map((kind) => ({
        what: `\`vpce-lint\` of a template of ${MOST_RESOURCES} resources, ${kind.toUpperCase()}`,
        ...one[kind],
        ...ratio(one[kind], one.nothing, 'bare node', 4),
      })),
      { what: `\`vpce-lint\` of a CDK app of ${few} stacks`, ...apps.small },
      {
        what: `\`vpce-lint\` of a CDK app of ${stacks} stacks`,
        ...apps.large,
        ...ratio(apps.large, apps.small, `${few} stacks`, 12),
      },
    ];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Stacks of 100 resources; each has a network of its own and takes a group of the stack before it. */
function writeApp(folder, stacks) {
  mkdirSync(folder, { recursive: true });
  const artifacts = {};
  for (let i = 0; i < stacks; i++) {
    const name = `Stack${i}`;
    const file = `${name}.template.json`;
    artifacts[name] = {
      type: 'aws:cloudformation:stack',
      environment: 'aws://123456789012/eu-west-1',
      properties: { templateFile: file, stackName: name },
    };
    const template = templateOf(100, 'eu-west-1', i === 0 ? undefined : { 'Fn::ImportValue': `Stack${i - 1}:Group` });
    template.Outputs = { Group: { Value: { 'Fn::GetAtt': ['Group', 'GroupId'] }, Export: { Name: `${name}:Group` } } };
    writeFileSync(join(folder, file), JSON.stringify(template, null, 1));
  }
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify({ version: '48.0.0', artifacts }));
}

const SERVICES = ['kms', 'sqs', 'sns', 'logs', 'sts', 'ssm', 'ec2', 'ecs', 'events', 'monitoring', 'lambda', 'ecr.api'];

/** A VPC with subnets, tables and endpoints, and in the rest what most stacks have: roles, functions, alarms. */
function templateOf(size, region, group) {
  const Resources = {
    Vpc: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.0.0.0/16', EnableDnsHostnames: true } },
    Group: {
      Type: 'AWS::EC2::SecurityGroup',
      Properties: {
        GroupDescription: 'endpoints',
        VpcId: { Ref: 'Vpc' },
        SecurityGroupIngress: [
          { IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: { 'Fn::GetAtt': ['Vpc', 'CidrBlock'] } },
        ],
      },
    },
    Table: { Type: 'AWS::EC2::RouteTable', Properties: { VpcId: { Ref: 'Vpc' } } },
    S3: {
      Type: 'AWS::EC2::VPCEndpoint',
      Properties: {
        VpcId: { Ref: 'Vpc' },
        ServiceName: { 'Fn::Sub': 'com.amazonaws.${AWS::Region}.s3' },
        RouteTableIds: [{ Ref: 'Table' }],
      },
    },
  };
  for (const [i, zone] of ['a', 'b', 'c'].entries()) {
    Resources[`Subnet${zone}`] = {
      Type: 'AWS::EC2::Subnet',
      Properties: { VpcId: { Ref: 'Vpc' }, CidrBlock: `10.0.${i}.0/24`, AvailabilityZone: `${region}${zone}` },
    };
    Resources[`Table${zone}`] = {
      Type: 'AWS::EC2::SubnetRouteTableAssociation',
      Properties: { SubnetId: { Ref: `Subnet${zone}` }, RouteTableId: { Ref: 'Table' } },
    };
  }
  for (const service of SERVICES) {
    Resources[`Endpoint${service.replace('.', '')}`] = {
      Type: 'AWS::EC2::VPCEndpoint',
      Properties: {
        VpcId: { Ref: 'Vpc' },
        VpcEndpointType: 'Interface',
        ServiceName: { 'Fn::Sub': `com.amazonaws.\${AWS::Region}.${service}` },
        SubnetIds: ['a', 'b', 'c'].map((zone) => ({ Ref: `Subnet${zone}` })),
        SecurityGroupIds: [{ Ref: 'Group' }, ...(group ? [group] : [])],
        PrivateDnsEnabled: true,
      },
    };
  }
  for (let i = Object.keys(Resources).length; i < size; i++) Resources[`Other${i}`] = OTHERS[i % OTHERS.length](i);
  return { AWSTemplateFormatVersion: '2010-09-09', Resources };
}

const OTHERS = [
  (i) => ({
    Type: 'AWS::IAM::Role',
    Properties: {
      RoleName: { 'Fn::Sub': `\${AWS::StackName}-${i}` },
      AssumeRolePolicyDocument: {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
      },
      ManagedPolicyArns: [
        { 'Fn::Sub': 'arn:${AWS::Partition}:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole' },
      ],
    },
  }),
  (i) => ({
    Type: 'AWS::Lambda::Function',
    Properties: {
      Handler: 'index.handler',
      Runtime: 'nodejs22.x',
      Code: { S3Bucket: 'code', S3Key: `${i}.zip` },
      Environment: { Variables: { STAGE: 'prod', NETWORK: { Ref: 'Vpc' } } },
    },
  }),
  (i) => ({
    Type: 'AWS::CloudWatch::Alarm',
    Properties: {
      AlarmDescription: `alarm ${i}`,
      Namespace: 'AWS/Lambda',
      MetricName: 'Errors',
      Threshold: 1,
      Period: 60,
    },
  }),
];

/** As people write it: block style, short forms of the functions. */
function yamlOf(value, indent = '') {
  return Object.entries(value)
    .map(([key, each]) => `${indent}${key}:${yamlValue(each, `${indent}  `)}`)
    .join('');
}

function yamlValue(value, indent) {
  if (Array.isArray(value)) return `\n${value.map((each) => `${indent}-${yamlValue(each, `${indent}  `)}`).join('')}`;
  if (typeof value !== 'object') return ` ${typeof value === 'string' ? JSON.stringify(value) : value}\n`;
  const [[name, argument]] = Object.entries(value);
  if (name === 'Ref' || name === 'Fn::Sub') return ` !${name.replace('Fn::', '')} ${JSON.stringify(argument)}\n`;
  if (name === 'Fn::GetAtt') return ` !GetAtt ${argument.join('.')}\n`;
  return `\n${yamlOf(value, indent)}`;
}

if (import.meta.main ?? process.argv[1]?.endsWith('templates.mjs')) {
  console.log(table(await templateRows({ stacks: 50, runs: 5 })));
}
