import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import type { Report, VpcSummary } from '../../src/findings/index.ts';
import { printScene } from '../../src/scene/print.ts';
import type { Scene } from '../../src/scene/scene.ts';
import { directory, report } from '../cli/harness.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const schema = JSON.parse(readFileSync(`${root}schema/report.json`, 'utf8'));
const valid = new Ajv2020({ allowUnionTypes: true, validateFormats: false }).compile(schema);

async function ofScene(scene: Scene, input: 'plan' | 'describe' = 'plan'): Promise<Report> {
  const files = printScene(scene, input, 'test').map(({ document }, i) => [`${i}.json`, document] as const);
  return checked(await report(['.', '--no-config'], { cwd: directory(Object.fromEntries(files)) }));
}

const zoneOf = (index: number) => ({ 'Fn::Select': [index, { 'Fn::GetAZs': '' }] });

function subnet(CidrBlock: string, AvailabilityZone: unknown): object {
  return { Type: 'AWS::EC2::Subnet', Properties: { VpcId: { Ref: 'Vpc' }, CidrBlock, AvailabilityZone } };
}

/** A VPC with a subnet in the first zone, others, and an endpoint to SQS. */
async function ofTemplate(others: object, SubnetIds: readonly unknown[]): Promise<Report> {
  const ServiceName = 'com.amazonaws.us-east-1.sqs';
  const template = {
    AWSTemplateFormatVersion: '2010-09-09',
    Parameters: { Environment: { Type: 'String', AllowedValues: ['dev', 'prod'] } },
    Conditions: { IsProd: { 'Fn::Equals': [{ Ref: 'Environment' }, 'prod'] } },
    Resources: {
      Vpc: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.0.0.0/16' } },
      A: subnet('10.0.0.0/24', zoneOf(0)),
      ...others,
      Sqs: {
        Type: 'AWS::EC2::VPCEndpoint',
        Properties: { VpcId: { Ref: 'Vpc' }, VpcEndpointType: 'Interface', ServiceName, SubnetIds },
      },
    },
  };
  const cwd = directory({ 'template.json': template });
  return checked(await report(['template.json', '--no-config', '--region', 'us-east-1'], { cwd }));
}

/** As the schema says, and every endpoint in one VPC. */
function checked(of: Report): Report {
  expect(valid(of) ? [] : valid.errors).toEqual([]);
  const numbers = of.vpcs!.flatMap(({ endpoints }) => endpoints);
  expect(numbers.sort((a, b) => a - b)).toEqual(of.endpoints.map((_, index) => index));
  return of;
}

/** The zones of an endpoint in a VPC, in words. */
function cells(of: Report, service: string): Record<string, string> {
  const vpc = of.vpcs!.find(({ endpoints }) => endpoints.some((index) => of.endpoints[index]!.service === service))!;
  const row = vpc.interfaces.find(({ endpoint }) => of.endpoints[endpoint]!.service === service)!;
  return Object.fromEntries(
    vpc.zones.map(({ zone }, i) => [
      zone,
      row.in.includes(i) ? 'in' : row.notOffered.includes(i) ? 'not offered' : row.maybe.includes(i) ? 'maybe' : 'no',
    ]),
  );
}

const names = (vpc: VpcSummary) => vpc.names.map(({ name, by, who }) => [name, by, who]);

describe('zones of a VPC', () => {
  it('tell where an endpoint has interfaces', async () => {
    const of = await ofScene({ endpoints: { sqs: { subnets: ['a'] }, kms: {} } });
    expect(cells(of, 'sqs')).toEqual({ 'us-east-1a': 'in', 'us-east-1b': 'no', 'us-east-1c': 'no' });
    expect(cells(of, 'kms')).toEqual({ 'us-east-1a': 'in', 'us-east-1b': 'in', 'us-east-1c': 'no' });
    expect(of.vpcs![0]).toMatchObject({ vpc: 'aws_vpc.main', region: 'us-east-1', moreZones: null });
  });

  it('leave open what is not known', async () => {
    const of = await ofScene({ endpoints: { sqs: { subnets: 'unknown' } } });
    expect(new Set(Object.values(cells(of, 'sqs')))).toEqual(new Set(['maybe']));
  });

  it('tell where a service is not offered, as the input says', async () => {
    const of = await ofScene(
      {
        endpoints: { sqs: { subnets: ['a'] } },
        serviceDetails: { 'com.amazonaws.us-east-1.sqs': { zones: ['a', 'b'] } },
      },
      'describe',
    );
    expect(cells(of, 'sqs')).toMatchObject({ 'us-east-1a': 'in', 'us-east-1b': 'no', 'us-east-1c': 'not offered' });
  });

  it('have those of subnets of another VPC, too', async () => {
    const of = await ofScene({
      vpcs: { main: {}, other: { cidr: '10.9.0.0/16' } },
      subnets: { theirs: { vpc: 'other', zone: 'd', cidr: '10.9.0.0/24' } },
      endpoints: { sqs: { subnets: ['theirs'] } },
    });
    expect(cells(of, 'sqs')).toMatchObject({ 'us-east-1a': 'no', 'us-east-1d': 'in' });
    expect(of.vpcs![0]!.zones).toContainEqual({ zone: 'us-east-1d', subnets: 0 });
  });

  it('have those of the Region, without a subnet', async () => {
    const cwd = `${root}fixtures/describe/cross-region`;
    const of = checked(await report(['.', '--no-config'], { cwd }));
    const zones = of.vpcs!.flatMap((vpc) => vpc.zones);
    expect(zones).toContainEqual({ zone: 'eu-central-1c', subnets: 0 });
  });

  it('of which two may be one are not told apart', async () => {
    const of = (zone: unknown) => ofTemplate({ B: subnet('10.0.1.0/24', zone) }, [{ Ref: 'A' }]);
    expect(cells(await of(zoneOf(1)), 'sqs')).toEqual({ 'zone 1 of us-east-1': 'in', 'zone 2 of us-east-1': 'no' });
    const mixed = await of('us-east-1b');
    expect(cells(mixed, 'sqs')).toEqual({ 'us-east-1b': 'maybe' });
    expect(mixed.vpcs![0]!.moreZones).toBe('the Availability Zone of A is not known');
  });
});

describe('gateway endpoints', () => {
  const scene: Scene = {
    routeTables: { one: { subnets: ['a'] }, two: { subnets: ['b', 'c'] } },
    endpoints: { s3: { type: 'Gateway', routeTables: ['one'] } },
  };

  it('name their route tables', async () => {
    const [vpc] = (await ofScene(scene)).vpcs!;
    const inTables = vpc!.gateways[0]!.in.map((index) => vpc!.routeTables[index]);
    expect(inTables).toEqual([{ name: 'aws_route_table.one', main: false, subnets: 1 }]);
    expect(vpc!.routeTables).toContainEqual({ name: 'aws_route_table.two', main: false, subnets: 2 });
    expect(vpc!.gateways[0]!.maybe).toEqual([]);
  });

  it('name a table of another VPC, too', async () => {
    const of = await ofScene({
      vpcs: { main: {}, other: { cidr: '10.9.0.0/16' } },
      routeTables: { theirs: { vpc: 'other' } },
      endpoints: { s3: { type: 'Gateway', routeTables: ['theirs'] } },
    });
    const [vpc] = of.vpcs!;
    expect(vpc!.gateways[0]!.in.map((index) => vpc!.routeTables[index]!.name)).toEqual(['aws_route_table.theirs']);
  });

  it('may be in any where the list is not known', async () => {
    const [vpc] = (await ofScene({ ...scene, endpoints: { s3: { type: 'Gateway', routeTables: 'unknown' } } })).vpcs!;
    expect(vpc!.gateways[0]).toMatchObject({ in: [], maybe: vpc!.routeTables.map((_, index) => index) });
  });
});

describe('private names', () => {
  it('are answered by endpoints, hosted zones, or nobody private', async () => {
    const of = await ofScene({
      endpoints: { sqs: {}, kms: { privateDns: false }, sns: { privateDns: false } },
      hostedZones: {
        kms: { domain: 'kms.us-east-1.amazonaws.com', records: { 'kms.us-east-1.amazonaws.com': { endpoint: 'kms' } } },
      },
    });
    expect(names(of.vpcs![0]!)).toEqual([
      ['kms.us-east-1.amazonaws.com', 'hosted-zone', 'aws_route53_zone.kms'],
      ['sns.us-east-1.amazonaws.com', 'public', null],
      ['sqs.us-east-1.amazonaws.com', 'endpoint', 'aws_vpc_endpoint.sqs'],
    ]);
  });

  it('of a zone without the record are answered by nobody', async () => {
    const of = await ofScene({
      endpoints: { kms: { privateDns: false } },
      hostedZones: { kms: { domain: 'kms.us-east-1.amazonaws.com', records: {} } },
    });
    expect(names(of.vpcs![0]!)).toEqual([['kms.us-east-1.amazonaws.com', 'no-record', 'aws_route53_zone.kms']]);
  });

  it('are not told where it is not known, or DNS is off', async () => {
    const unknown = await ofScene({ endpoints: { sqs: { privateDns: 'unknown' } } });
    expect(names(unknown.vpcs![0]!)).toEqual([['sqs.us-east-1.amazonaws.com', 'unknown', null]]);
    const off = await ofScene({ vpcs: { main: { dnsSupport: false } }, endpoints: { sqs: {} } });
    expect(off.vpcs![0]!.names).toMatchObject([{ by: 'unknown', because: 'enableDnsSupport is off in the VPC' }]);
  });

  it('of S3 for the inbound resolver alone are public in the VPC', async () => {
    const s3 = { service: 's3', type: 'Interface', onlyInboundResolver: true } as const;
    const [vpc] = (await ofScene({ endpoints: { s3 } })).vpcs!;
    expect(new Set(vpc!.names.map(({ by }) => by))).toEqual(new Set(['public']));
  });
});

it('what differs by the ways a template can come out is not known', async () => {
  const of = await ofTemplate({ B: subnet('10.0.1.0/24', zoneOf(1)) }, [
    { Ref: 'A' },
    { 'Fn::If': ['IsProd', { Ref: 'B' }, { Ref: 'AWS::NoValue' }] },
  ]);
  expect(cells(of, 'sqs')).toEqual({ 'zone 1 of us-east-1': 'in', 'zone 2 of us-east-1': 'maybe' });
  const more = await ofTemplate({ B: { ...subnet('10.0.1.0/24', zoneOf(1)), Condition: 'IsProd' } }, [{ Ref: 'A' }]);
  expect(cells(more, 'sqs')).toEqual({ 'zone 1 of us-east-1': 'in' });
  expect(more.vpcs![0]!.moreZones).toMatch(/depends on parameters/);
});

it('a run that shows none has none', async () => {
  const cwd = directory({ 'plan.json': printScene({ endpoints: { sqs: {} } }, 'plan', 'test')[0]!.document });
  const { run } = await import('../../src/run.ts');
  const { report: without, close } = await run({ paths: ['plan.json'], cwd, config: false });
  close();
  expect(without).not.toHaveProperty('vpcs');
});

it('omitted subnets are in no zone', async () => {
  const of = await ofScene({ endpoints: { sqs: { subnets: 'omitted' } } });
  expect(new Set(Object.values(cells(of, 'sqs')))).toEqual(new Set(['no']));
});
