import { expect, it } from 'vitest';
import { configQuery } from '../../../src/loaders/aws-config/query.ts';

it('asks for all that rules need within what AWS Config accepts', () => {
  const query = configQuery({});
  expect(query.length).toBeLessThanOrEqual(4096);
  expect(query).toMatch(
    /^SELECT accountId, awsRegion, resourceType, resourceId, .*configuration, tags WHERE resourceType IN \('AWS::EC2::VPCEndpoint', /,
  );
  expect(query).toContain("'AWS::Config::ConfigurationRecorder'");
});

it('is narrowed by type, account and Region', () => {
  const types = ['AWS::EC2::VPCEndpoint'];
  expect(configQuery({ types, accounts: ['111122223333'], regions: ['eu-west-1', 'us-east-1'] })).toMatch(
    / WHERE resourceType = 'AWS::EC2::VPCEndpoint' AND accountId = '111122223333' AND awsRegion IN \('eu-west-1', 'us-east-1'\)$/,
  );
  expect(() => configQuery({ types: ['AWS::EC2::VPCEndpiont'] })).toThrow(/Did you mean "AWS::EC2::VPCEndpoint"/);
  const accounts = Array.from({ length: 300 }, (_, i) => String(100000000000 + i));
  expect(() => configQuery({ accounts })).toThrow(/the query has \d+ characters, but AWS Config accepts 4096/);
});
