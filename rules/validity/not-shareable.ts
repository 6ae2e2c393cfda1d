import { defineRule, fail, nameOf, pass, undecided } from '../../src/engine/index.ts';

export default defineRule({
  id: 'validity/not-shareable',
  level: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Resource share of AWS RAM names an endpoint, which cannot be shared.',
  why: 'VPC endpoints are not among the resources that AWS RAM shares: the association is refused and the deployment fails.',
  fix: 'Share the subnets of the VPC, or reach the endpoint from other VPCs over a transit gateway with a private hosted zone.',
  recipes: {
    cloudformation: '# Take the ARN of the endpoint out of ResourceArns of the AWS::RAM::ResourceShare.',
    terraform: '# Remove the aws_ram_resource_association of the endpoint.',
  },
  sources: [
    'https://docs.aws.amazon.com/ram/latest/userguide/shareable.html',
    'https://docs.aws.amazon.com/whitepapers/latest/building-scalable-secure-multi-vpc-network-infrastructure/centralized-access-to-vpc-private-endpoints.html',
  ],
  bad: {
    'an endpoint in a resource share': {
      scene: { endpoints: { sts: { shared: true } } },
      says: 'sts is in a resource share of AWS RAM, which does not share VPC endpoints',
      inputs: ['plan', 'state', 'tfstate', 'template'],
    },
  },
  good: {
    'one that is in none': { scene: { endpoints: { sts: {} } } },
    'beside one that is in one': {
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
        message: `${nameOf(endpoint)} is in a resource share of AWS RAM, which does not share VPC endpoints`,
        at: first.at,
        related: [{ message: 'the endpoint', at: endpoint.at }],
        evidence: { shares: shares.sure.map(({ name }) => name) },
      });
    }
    return shares.open === null && shares.maybe.length === 0 ? pass : undecided(shares);
  },
});
