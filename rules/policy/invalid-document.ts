import { tell, unreadable } from '../../src/ask/policy-faults.ts';
import { clip } from '../../src/ask/policy-words.ts';
import { defineRule } from '../../src/engine/index.ts';

export default defineRule({
  id: 'policy/invalid-document',
  level: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Endpoint policy is not a valid policy document.',
  why: 'AWS rejects the policy, so the deployment fails halfway. Every statement needs a Principal, and only IAM elements are allowed.',
  fix: 'Correct the document at this place. IAM elements begin with a capital letter.',
  recipes: {
    cloudformation: `Version: "2012-10-17"
Statement:
  - { Effect: Allow, Principal: "*", Action: "sqs:*", Resource: "*" }`,
  },
  exceptions: ['A note for an endpoint that exists, because AWS accepted the document.'],
  sources: [
    'https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html',
  ],
  bad: {
    'no Principal': {
      scene: {
        endpoints: {
          kms: {
            policy: {
              Version: '2012-10-17',
              Statement: [
                { Effect: 'Allow', Action: 'kms:Decrypt', Resource: 'arn:aws:kms:us-east-1:111122223333:key/*' },
              ],
            },
          },
        },
      },
      says: 'The policy of kms is invalid at /Statement/0: a statement of an endpoint policy needs a Principal',
      levelIn: { state: 'note', tfstate: 'note', describe: 'note' },
    },
    'a misspelled element': {
      scene: {
        endpoints: {
          sqs: {
            policy: {
              Version: '2012-10-17',
              Statement: [
                {
                  Effect: 'Allow',
                  Principal: '*',
                  Action: 'sqs:SendMessage',
                  Resource: 'arn:aws:sqs:us-east-1:111122223333:jobs',
                  Conditions: { StringEquals: { 'aws:PrincipalAccount': '111122223333' } },
                },
              ],
            },
          },
        },
      },
      says: 'The policy of sqs is invalid at /Statement/0/Conditions: "Conditions" is not a policy element here',
      levelIn: { state: 'note', tfstate: 'note', describe: 'note' },
    },
    'a condition in the form of Terraform': {
      scene: {
        endpoints: {
          kms: {
            policy: {
              Version: '2012-10-17',
              Statement: [
                {
                  Effect: 'Allow',
                  Principal: '*',
                  Action: 'kms:Decrypt',
                  Resource: 'arn:aws:kms:us-east-1:111122223333:key/*',
                  Condition: { test: 'StringEquals', variable: 'aws:PrincipalOrgID', values: ['o-abc123def4'] },
                },
              ],
            },
          },
        },
      },
      says: 'The policy of kms is invalid at /Statement/0/Condition: Condition has the form of Terraform (test, variable, values)',
      levelIn: { state: 'note', tfstate: 'note', describe: 'note' },
    },
    'an endpoint to an endpoint service': {
      scene: {
        services: { orders: {} },
        endpoints: {
          client: {
            endpointService: 'orders',
            privateDns: false,
            policy: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] },
          },
        },
      },
      says: 'The policy of {client} is invalid at /Statement/0: a statement of an endpoint policy needs a Principal',
      levelIn: { state: 'note', tfstate: 'note', describe: 'note' },
    },
    'not JSON': {
      scene: { endpoints: { sns: { policy: '{"Version": "2012-10-17", "Statement": [' } } },
      says: 'The policy of sns is invalid at /Statement/0: not JSON, expected a value, found the end',
      levelIn: { state: 'note', tfstate: 'note', describe: 'note' },
    },
  },
  good: {
    'an endpoint to an endpoint service without a policy': {
      scene: {
        services: { orders: {} },
        endpoints: { client: { endpointService: 'orders', privateDns: false } },
      },
    },
    valid: { scene: { endpoints: { kms: {} } } },
    'one statement without a list': {
      scene: {
        endpoints: {
          kms: {
            policy: {
              Version: '2012-10-17',
              Statement: {
                Effect: 'Allow',
                Principal: { AWS: ['arn:aws:iam::111122223333:root'] },
                Action: ['kms:Decrypt'],
                Resource: 'arn:aws:kms:us-east-1:111122223333:key/*',
              },
            },
          },
        },
      },
    },
  },

  check: (endpoint, net, _, run) =>
    tell(
      {
        rule: 'invalid-document',
        refused: true,
        evenIgnored: true,
        says: ({ problem = '', place }, _inForce, room) => {
          const at = place.pointer === '' ? '' : ` at ${clip(place.pointer, 40)}`;
          const lead = `is invalid${at}: `;
          return `${lead}${clip(problem, Math.max(room - lead.length, 20))}`;
        },
        generic: 'is invalid',
        detail: ({ place }) => place.pointer,
        evidence: ({ problem, place }) => ({
          problem,
          ...(place.line === undefined ? {} : { line: place.line, column: place.column }),
        }),
        hidden: unreadable,
      },
      endpoint,
      net,
      run,
    ),
});
