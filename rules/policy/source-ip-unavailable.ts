import { tell, unreadable } from '../../src/ask/policy-faults.ts';
import { clip } from '../../src/ask/policy-words.ts';
import { defineRule } from '../../src/engine/index.ts';

export default defineRule({
  id: 'policy/source-ip-unavailable',
  level: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Endpoint policy tests aws:SourceIp, which no request through an endpoint carries.',
  why: 'The key holds public addresses and is missing here: IpAddress in an Allow never matches, so callers are shut out; NotIpAddress and IfExists always match, so nobody is.',
  fix: 'Use aws:VpcSourceIp for the private address of the caller.',
  recipes: {
    cloudformation: `Condition:
  IpAddress: { aws:VpcSourceIp: !GetAtt Vpc.CidrBlock }`,
  },
  sources: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html',
    'https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html',
  ],
  bad: {
    'an Allow that never matches': {
      scene: {
        endpoints: {
          s3: {
            type: 'Gateway',
            policy: {
              Version: '2012-10-17',
              Statement: [
                {
                  Effect: 'Allow',
                  Principal: '*',
                  Action: 's3:*',
                  Resource: ['arn:aws:s3:::corp-data', 'arn:aws:s3:::corp-data/*'],
                  Condition: { IpAddress: { 'aws:SourceIp': '10.0.0.0/16' } },
                },
              ],
            },
          },
        },
      },
      says: 's3 tests aws:SourceIp with IpAddress in statement 0: no request through an endpoint carries that key',
    },
    'a Deny that hits everybody': {
      scene: {
        endpoints: {
          sqs: {
            policy: {
              Version: '2012-10-17',
              Statement: [
                {
                  Effect: 'Allow',
                  Principal: '*',
                  Action: '*',
                  Resource: '*',
                  Condition: {
                    StringEquals: { 'aws:PrincipalOrgID': 'o-abc123def4', 'aws:ResourceOrgID': 'o-abc123def4' },
                  },
                },
                {
                  Sid: 'Office',
                  Effect: 'Deny',
                  Principal: '*',
                  Action: 'sqs:DeleteQueue',
                  Resource: '*',
                  Condition: { NotIpAddress: { 'aws:SourceIp': '203.0.113.0/24' } },
                },
              ],
            },
          },
        },
      },
      says: 'sqs tests aws:SourceIp with NotIpAddress in statement 1: no request through an endpoint carries that key',
    },
  },
  good: {
    'the private address': {
      scene: {
        endpoints: {
          s3: {
            type: 'Gateway',
            policy: {
              Version: '2012-10-17',
              Statement: [
                {
                  Effect: 'Allow',
                  Principal: '*',
                  Action: 's3:*',
                  Resource: ['arn:aws:s3:::corp-data', 'arn:aws:s3:::corp-data/*'],
                  Condition: { IpAddress: { 'aws:VpcSourceIp': '10.0.0.0/16' } },
                },
              ],
            },
          },
        },
      },
    },
    'the own organization': { scene: { endpoints: { sqs: {} } } },
  },

  check: (endpoint, net, _, run) =>
    tell(
      {
        rule: 'source-ip-unavailable',
        says: ({ statement, place }) =>
          `tests aws:SourceIp with ${clip(operatorIn(place.pointer), 30)} in statement ${statement}: no request through an endpoint carries that key`,
        generic: 'has a policy (sensitive) that tests aws:SourceIp, a key no request through an endpoint carries',
        detail: ({ place }) => operatorIn(place.pointer),
        hidden: unreadable,
      },
      endpoint,
      net,
      run,
    ),
});

/** `IpAddress` of `/Statement/0/Condition/IpAddress/aws:SourceIp`. */
function operatorIn(pointer: string): string {
  return /\/Condition\/([^/]+)/.exec(pointer)?.[1] ?? 'a condition';
}
