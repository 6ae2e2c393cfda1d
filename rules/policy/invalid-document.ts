import { tell, unreadable } from '../../src/ask/policy-faults.ts';
import { clip } from '../../src/ask/policy-words.ts';
import { defineRule } from '../../src/engine/index.ts';

export default defineRule({
  id: 'policy/invalid-document',
  level: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Endpoint policy is not a valid policy document.',
  why: 'AWS refuses it, so the deployment fails half way: an endpoint policy needs a Principal in every statement and knows the elements of IAM alone.',
  fix: 'Mend the document at the place named; IAM spells its elements with capitals.',
  recipes: {
    cloudformation: `Version: "2012-10-17"
Statement:
  - { Effect: Allow, Principal: "*", Action: "sqs:*", Resource: "*" }`,
  },
  exceptions: ['On an endpoint that exists it is a note: AWS took the document.'],
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
      says: 'kms has an invalid policy: a statement of an endpoint policy needs a Principal (/Statement/0)',
      levelIn: { state: 'note', tfstate: 'note', describe: 'note' },
    },
    'an element written wrong': {
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
      says: 'sqs has an invalid policy: "Conditions" is no element of a policy here (/Statement/0/Conditions)',
      levelIn: { state: 'note', tfstate: 'note', describe: 'note' },
    },
    'a condition as Terraform writes it': {
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
      says: 'kms has an invalid policy: Condition has the shape of Terraform: test, variable, values (/Statement/0/Condition)',
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
      says: '{client} has an invalid policy: a statement of an endpoint policy needs a Principal (/Statement/0)',
      levelIn: { state: 'note', tfstate: 'note', describe: 'note' },
    },
    'not JSON': {
      scene: { endpoints: { sns: { policy: '{"Version": "2012-10-17", "Statement": [' } } },
      says: 'sns has an invalid policy: not JSON: expected a value, found the end (/Statement/0)',
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
    'one statement that is no list': {
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
          const at = place.pointer === '' ? '' : ` (${clip(place.pointer, 40)})`;
          const lead = 'has an invalid policy: ';
          return `${lead}${clip(problem, Math.max(room - lead.length - at.length, 20))}${at}`;
        },
        generic: 'has an invalid policy (sensitive)',
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
