import { expect, test } from 'vitest';
import {
  contains,
  covers,
  isAnywhere,
  isLocalZone,
  isRegion,
  isZoneId,
  overlaps,
  parseArn,
  parseCidr,
  parseZone,
  partitionOf,
  remainder,
  zoneOfEndpointName,
} from '../../src/aws/index.ts';

const cidr = (text: string) => parseCidr(text)!;

test('ranges of both families', () => {
  expect(parseCidr('10.0.0.5/24')).toEqual({ family: 4, first: 0x0a000000n, last: 0x0a0000ffn });
  expect(parseCidr('2001:db8::/32')?.family).toBe(6);
  for (const none of ['10.0.0.0', '10.0.0/24', '10.0.0.0/33', '::/129', 'pl-123', '', '10.0.0.256/8', '10.1/16']) {
    expect(parseCidr(none), none).toBeUndefined();
  }
  expect(contains(cidr('10.0.0.0/8'), cidr('10.1.0.0/16'))).toBe(true);
  expect(contains(cidr('10.1.0.0/16'), cidr('10.0.0.0/8'))).toBe(false);
  expect(contains(cidr('::/0'), cidr('10.0.0.0/8'))).toBe(false);
  expect(overlaps(cidr('10.1.0.0/16'), cidr('10.0.0.0/8'))).toBe(true);
  expect(overlaps(cidr('10.1.0.0/16'), cidr('10.2.0.0/16'))).toBe(false);
});

test('anywhere', () => {
  for (const all of ['0.0.0.0/0', '::/0', '10.0.0.0/0', '0:0::/0']) expect(isAnywhere(all), all).toBe(true);
  for (const some of ['0.0.0.0/1', '10.0.0.0/8', '::/1', 'all']) expect(isAnywhere(some), some).toBe(false);
});

test('ranges together', () => {
  const whole = cidr('10.0.0.0/16');
  expect(covers([cidr('10.0.128.0/17'), cidr('10.0.0.0/17')], whole)).toBe(true);
  expect(covers([cidr('10.0.0.0/17'), cidr('::/0')], whole)).toBe(false);
  expect(remainder([cidr('10.0.0.0/17'), cidr('10.0.0.0/18')], whole)).toEqual([cidr('10.0.128.0/17')]);
  expect(covers([cidr('0.0.0.0/1'), cidr('128.0.0.0/1')], cidr('0.0.0.0/0'))).toBe(true);
});

test('zones', () => {
  expect(parseZone('us-gov-west-1b')).toEqual({
    name: 'us-gov-west-1b',
    kind: 'availability-zone',
    region: 'us-gov-west-1',
  });
  expect(parseZone('us-east-1-bos-1a')).toMatchObject({ kind: 'local-zone', region: 'us-east-1' });
  expect(parseZone('us-east-1-wl1-bos-wlz-1')).toMatchObject({ kind: 'wavelength-zone', region: 'us-east-1' });
  expect(parseZone('us-east-1')).toBeUndefined();
  expect(['us-east-1a', 'use1-az1', 'usgw1-az2', 'nonsense'].map(isLocalZone)).toEqual([false, false, false, false]);
  expect(['us-west-2-lax-1b', 'use1-bos1-az1', 'usw2-wl1-las-wlz1'].map(isLocalZone)).toEqual([true, true, true]);
});

test('zone ids', () => {
  expect(['use1-az1', 'usgw1-az2', 'apne1-az4', 'use1-bos1-az1'].every(isZoneId)).toBe(true);
  expect(['us-east-1a', 'az1', 'use1'].some(isZoneId)).toBe(false);
  expect(parseZone(`us-east-1-${'a-'.repeat(100_000)}1`)).toBeUndefined();
});

test('the zone in a zonal endpoint name', () => {
  const zone = zoneOfEndpointName;
  expect(zone('vpce-05ed16ac73726e737-5xkr9dae-us-east-1f.sqs.us-east-1.vpce.amazonaws.com')).toBe('us-east-1f');
  expect(zone('*.vpce-0ed5e77b9c6578e6a-lqoz98qp-us-west-2a.s3.us-west-2.vpce.amazonaws.com')).toBe('us-west-2a');
  expect(zone('vpce-05ed16ac73726e737-5xkr9dae.sqs.us-east-1.vpce.amazonaws.com')).toBeUndefined();
  expect(zone('sqs.us-east-1.amazonaws.com')).toBeUndefined();
});

test('Regions, partitions, ARNs', () => {
  expect(partitionOf('eu-west-1')?.name).toBe('aws');
  expect(partitionOf('us-gov-east-1')?.name).toBe('aws-us-gov');
  expect(partitionOf('cn-northwest-1')).toMatchObject({ name: 'aws-cn', dnsSuffix: 'amazonaws.com.cn' });
  expect(partitionOf('us-isob-east-1')?.name).toBe('aws-iso-b');
  expect(partitionOf('mars-1')).toBeUndefined();
  expect(isRegion('resource-explorer-2')).toBe(false);
  expect(parseArn('arn:aws-cn:ec2:cn-north-1:123456789012:subnet/subnet-1')).toEqual({
    partition: 'aws-cn',
    service: 'ec2',
    region: 'cn-north-1',
    account: '123456789012',
    resource: 'subnet/subnet-1',
  });
  expect(parseArn('not:an:arn')).toBeUndefined();
});
