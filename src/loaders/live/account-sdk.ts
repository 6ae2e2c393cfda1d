/**
 * The accounts of an organization, and what AWS Config knows of them: three calls of AWS Organizations, two of AWS Config.
 * Source: https://docs.aws.amazon.com/organizations/latest/APIReference/ and https://docs.aws.amazon.com/config/latest/APIReference/; how
 * they are written on the wire is as in the service models of botocore.
 */
import { type Api, BOOLEAN, NUMBER, rows, structure, TEXT, texts } from './small-sdk.ts';

const PAGES = { MaxResults: NUMBER, NextToken: TEXT };
const ACCOUNTS = rows('Account', { Id: TEXT, Arn: TEXT, Name: TEXT, Status: TEXT, State: TEXT });

const ORGANIZATIONS: Api = {
  id: 'Organizations',
  target: 'AWSOrganizationsV20161128',
  prefix: 'organizations',
  protocol: 'AwsJson1_1Protocol',
  fipsAlready: /^us-gov-/,
  operations: {
    ListAccounts: { input: PAGES, output: { Accounts: ACCOUNTS, NextToken: TEXT } },
    ListAccountsForParent: { input: { ParentId: TEXT, ...PAGES }, output: { Accounts: ACCOUNTS, NextToken: TEXT } },
    ListOrganizationalUnitsForParent: {
      input: { ParentId: TEXT, ...PAGES },
      output: { OrganizationalUnits: rows('OrganizationalUnit', { Id: TEXT, Arn: TEXT, Name: TEXT }), NextToken: TEXT },
    },
  },
};

const RECORDING_GROUP = structure('RecordingGroup', {
  allSupported: BOOLEAN,
  resourceTypes: texts('ResourceTypeList'),
  exclusionByResourceTypes: structure('ExclusionByResourceTypes', { resourceTypes: texts('ExcludedTypes') }),
  recordingStrategy: structure('RecordingStrategy', { useOnly: TEXT }),
});

const CONFIG: Api = {
  id: 'ConfigService',
  target: 'StarlingDoveService',
  prefix: 'config',
  protocol: 'AwsJson1_1Protocol',
  fipsAlready: /^us-gov-/,
  operations: {
    SelectAggregateResourceConfig: {
      input: { Expression: TEXT, ConfigurationAggregatorName: TEXT, ...PAGES },
      output: {
        Results: texts('Results'),
        QueryInfo: structure('QueryInfo', { SelectFields: rows('FieldInfo', { Name: TEXT }) }),
        NextToken: TEXT,
      },
    },
    DescribeConfigurationRecorders: {
      input: {},
      output: {
        ConfigurationRecorders: rows('ConfigurationRecorder', {
          arn: TEXT,
          name: TEXT,
          roleARN: TEXT,
          recordingGroup: RECORDING_GROUP,
        }),
      },
    },
  },
};

export const ACCOUNT_APIS = {
  organizations: ORGANIZATIONS,
  config: CONFIG,
} as const satisfies Readonly<Record<string, Api>>;
