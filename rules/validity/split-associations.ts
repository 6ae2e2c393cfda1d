import { defineRule, fail, nameOf, notApplicable, pass, undecided } from '../../src/engine/index.ts';

export default defineRule({
  id: 'validity/split-associations',
  level: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'One list of the endpoint has two owners in Terraform.',
  why: 'The list in the endpoint and the association resources beside it undo each other at every apply.',
  fix: 'Write the list in the endpoint, or use association resources alone.',
  recipes: {
    cloudformation:
      'SubnetIds: [!Ref PrivateA, !Ref PrivateB] # the whole list: templates have no association resources',
  },
  exceptions: [
    '`ignore_changes` on the list keeps them apart.',
    'States and live accounts, where the question does not arise.',
  ],
  sources: ['https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyVpcEndpoint.html'],
  bad: {
    'subnets both ways': {
      scene: { endpoints: { sqs: { associations: 'both' } } },
      says: 'sqs: subnet_ids is set in the endpoint and by aws_vpc_endpoint_subnet_association.sqs_a',
      inputs: ['plan'],
      undecidedIn: ['plan'],
    },
  },
  good: {
    'a list alone': { scene: { endpoints: { sqs: {} } } },
    'associations alone': { scene: { endpoints: { sqs: { associations: 'separate' } } } },
  },

  check(endpoint) {
    const { splitLists, planned } = endpoint;
    if (planned === null) return notApplicable;
    if (!splitLists.known) return undecided(splitLists);
    const [first, ...more] = splitLists.value;
    if (!first) return pass;
    return fail({
      message: `${nameOf(endpoint)}: ${first.attribute} is set in the endpoint and by ${first.resources[0]}`,
      at: { ...endpoint.at, path: [first.attribute] },
      evidence: { lists: [first, ...more].map(({ attribute, resources }) => ({ attribute, resources })) },
    });
  },
});
