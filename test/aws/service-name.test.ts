import { expect, test } from 'vitest';
import { parseServiceName } from '../../src/aws/index.ts';

test.each([
  ['com.amazonaws.us-east-1.sqs', 'com.amazonaws', 'sqs', 'us-east-1', 'aws'],
  ['com.amazonaws.us-east-1.ecr.api', 'com.amazonaws', 'ecr.api', 'us-east-1', 'aws'],
  ['com.amazonaws.us-gov-west-1.kms-fips', 'com.amazonaws', 'kms-fips', 'us-gov-west-1', 'aws'],
  ['com.amazonaws.us-isob-east-1.s3', 'com.amazonaws', 's3', 'us-isob-east-1', 'aws'],
  ['com.amazonaws.eusc-de-east-1.sts', 'com.amazonaws', 'sts', 'eusc-de-east-1', 'aws'],
  ['cn.com.amazonaws.cn-north-1.iot.data', 'cn.com.amazonaws', 'iot.data', 'cn-north-1', 'aws'],
  ['com.amazonaws.iam', 'com.amazonaws', 'iam', null, 'aws'],
  ['com.amazonaws.s3-global.accesspoint', 'com.amazonaws', 's3-global.accesspoint', null, 'aws'],
  ['com.amazonaws.resource-explorer-2', 'com.amazonaws', 'resource-explorer-2', null, 'aws'],
  ['aws.sagemaker.eu-central-1.notebook', 'aws.sagemaker', 'aws.sagemaker/notebook', 'eu-central-1', 'aws'],
  ['aws.api.us-east-2.route53globalresolver', 'aws.api', 'aws.api/route53globalresolver', 'us-east-2', 'aws'],
  ['api.aws.us-east-1.cassandra-streams', 'api.aws', 'api.aws/cassandra-streams', 'us-east-1', 'aws'],
  [
    'com.amazonaws.vpce.us-east-1.vpce-svc-0e123abc123198abc',
    'vpce-svc',
    'vpce-svc-0e123abc123198abc',
    'us-east-1',
    'other',
  ],
  [
    'cn.com.amazonaws.vpce.cn-north-1.vpce-svc-0e123abc123198abc',
    'vpce-svc',
    'vpce-svc-0e123abc123198abc',
    'cn-north-1',
    'other',
  ],
  ['gov.ic.c2s.us-iso-east-1.s3', 'unknown', 'gov.ic.c2s.us-iso-east-1.s3', null, 'unknown'],
  ['com.amazonaws.vpce.us-east-1.something', 'unknown', 'com.amazonaws.vpce.us-east-1.something', null, 'unknown'],
  ['aws.sagemaker.notebook', 'unknown', 'aws.sagemaker.notebook', null, 'unknown'],
  ['com.amazonaws.', 'unknown', 'com.amazonaws.', null, 'unknown'],
  ['com.amazonaws.us-east-1.', 'unknown', 'com.amazonaws.us-east-1.', null, 'unknown'],
  ['', 'unknown', '', null, 'unknown'],
])('%s', (name, form, key, region, owner) => {
  expect(parseServiceName(name)).toEqual({ name, form, key, region, owner });
});
