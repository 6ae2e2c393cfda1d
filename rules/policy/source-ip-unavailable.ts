import { tell, unreadable } from '../../src/ask/policy-faults.ts';
import { clip, where } from '../../src/ask/policy-words.ts';
import { defineRule } from '../../src/engine/index.ts';

export default defineRule({
  id: 'policy/source-ip-unavailable',
  level: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Endpoint policy tests aws:SourceIp, which requests through an endpoint do not have.',
  why: 'Without the key, IpAddress in an Allow is never true and blocks all callers. NotIpAddress and IfExists are always true and block no one.',
  fix: 'Use aws:VpcSourceIp for the private IP address of the caller.',
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
      says: 'The policy of s3 tests aws:SourceIp with IpAddress in statement 0, but requests through an endpoint lack that key',
    },
    'a Deny for all callers': {
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
      says: 'The policy of sqs tests aws:SourceIp with NotIpAddress in statement 1, but requests through an endpoint lack that key',
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
    'your own organization': { scene: { endpoints: { sqs: {} } } },
  },

  check: (endpoint, net, _, run) =>
    tell(
      {
        rule: 'source-ip-unavailable',
        says: ({ statement, place }, { policy }, room) => {
          const test = `tests aws:SourceIp with ${clip(operatorIn(place.pointer), 30)} in`;
          const lacks = ', but requests through an endpoint lack that key';
          const ways = [where(statement ?? 0, policy), `statement ${statement}`].map((at) => `${test} ${at}${lacks}`);
          return ways.find((way) => way.length <= room) ?? `${test} statement ${statement}`;
        },
        generic: 'tests aws:SourceIp, which requests through an endpoint lack',
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
