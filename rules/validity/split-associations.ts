import { series } from '../../src/base/words.ts';
import { defineRule, fail, nameOf, notApplicable, pass, undecided } from '../../src/engine/index.ts';

export default defineRule({
  id: 'validity/split-associations',
  level: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Endpoint and association resources set the same list in Terraform.',
  why: 'The list in the endpoint and the association resources undo each other at every apply.',
  fix: 'Set the list in the endpoint, or use only association resources.',
  recipes: {
    cloudformation:
      'SubnetIds: [!Ref PrivateA, !Ref PrivateB] # the whole list, because templates have no association resources',
  },
  exceptions: [
    'The endpoint ignores changes of the list with `ignore_changes`.',
    'States and live accounts are not checked, because they have only one list.',
  ],
  sources: ['https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyVpcEndpoint.html'],
  bad: {
    'subnets in both places': {
      scene: { endpoints: { sqs: { associations: 'both' } } },
      says: 'sqs and aws_vpc_endpoint_subnet_association.sqs_a both set `subnet_ids`',
      inputs: ['plan'],
      undecidedIn: ['plan'],
    },
  },
  good: {
    'only a list': { scene: { endpoints: { sqs: {} } } },
    'only association resources': { scene: { endpoints: { sqs: { associations: 'separate' } } } },
  },

  check(endpoint) {
    const { splitLists, planned } = endpoint;
    if (planned === null) return notApplicable;
    if (!splitLists.known) return undecided(splitLists);
    const [first, ...more] = splitLists.value;
    if (!first) return pass;
    return fail({
      message: `${nameOf(endpoint)} and ${first.resources[0]} both set \`${first.attribute}\``,
      fix: `Remove \`${first.attribute}\` from the endpoint, or remove ${series(first.resources)}.`,
      at: { ...endpoint.at, path: [first.attribute] },
      evidence: { lists: [first, ...more].map(({ attribute, resources }) => ({ attribute, resources })) },
    });
  },
});
