import { defineRule, fail, nameOf, pass, undecided } from '../../src/engine/index.ts';

export default defineRule({
  id: 'validity/not-shareable',
  level: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'AWS RAM resource share includes an endpoint, which cannot be shared.',
  why: 'AWS RAM cannot share VPC endpoints, so AWS rejects the association and the deployment fails.',
  fix: 'Share the subnets of the VPC, or let other VPCs reach the endpoint through a transit gateway and a private hosted zone.',
  recipes: {
    cloudformation: '# Remove the ARN of the endpoint from ResourceArns of the AWS::RAM::ResourceShare.',
    terraform: '# Remove the aws_ram_resource_association of the endpoint.',
  },
  sources: [
    'https://docs.aws.amazon.com/ram/latest/userguide/shareable.html',
    'https://docs.aws.amazon.com/whitepapers/latest/building-scalable-secure-multi-vpc-network-infrastructure/centralized-access-to-vpc-private-endpoints.html',
  ],
  bad: {
    'an endpoint in a resource share': {
      scene: { endpoints: { sts: { shared: true } } },
      says: 'An AWS RAM resource share includes sts, but AWS RAM cannot share VPC endpoints',
      inputs: ['plan', 'state', 'tfstate', 'template'],
    },
  },
  good: {
    'an endpoint in no resource share': { scene: { endpoints: { sts: {} } } },
    'another endpoint is in a resource share': {
      scene: { endpoints: { sts: { shared: true }, sqs: {} } },
      subject: 'sqs',
      alsoOn: ['sts'],
      inputs: ['plan', 'state', 'tfstate', 'template'],
    },
  },

  check(endpoint) {
    const { shares } = endpoint;
    const [first] = shares.sure;
    if (first) {
      return fail({
        message: `An AWS RAM resource share includes ${nameOf(endpoint)}, but AWS RAM cannot share VPC endpoints`,
        at: first.at,
        related: [{ message: 'the endpoint', at: endpoint.at }],
        evidence: { shares: shares.sure.map(({ name }) => name) },
      });
    }
    return shares.open === null && shares.maybe.length === 0 ? pass : undecided(shares);
  },
});
