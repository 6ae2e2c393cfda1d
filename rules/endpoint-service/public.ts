import { controlsOf, defineRule, fail, pass, undecided } from '../../src/engine/index.ts';
import { is } from '../../src/model/index.ts';

export default defineRule({
  id: 'endpoint-service/public',
  level: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Endpoint service is open to every AWS account without acceptance.',
  why: 'With the principal * and no acceptance anyone may connect: the load balancer behind it is public in effect.',
  fix: 'List the principals that may connect, or require acceptance.',
  recipes: {
    cloudformation: 'AcceptanceRequired: true # of AWS::EC2::VPCEndpointService',
    terraform: 'acceptance_required = true',
    cli: 'aws ec2 modify-vpc-endpoint-service-configuration --service-id vpce-svc-... --acceptance-required',
  },
  exceptions: ['A Marketplace offering meant for everyone: switch the rule off for it in the config.'],
  sources: ['https://docs.aws.amazon.com/vpc/latest/privatelink/configure-endpoint-service.html'],
  controls: controlsOf('config', 'VPC_ENDPOINT_MANUAL_ACCEPTANCE'),
  subject: 'endpoint-service',
  security: { cwe: [284, 668], severity: 7.5 },
  bad: {
    'everyone, unasked': {
      scene: { services: { payments: { acceptanceRequired: false, principals: ['*'] } } },
      says: '{payments} accepts connections from every AWS account unasked',
      inputs: ['plan', 'state', 'tfstate', 'template'],
    },
  },
  good: {
    'one account': {
      scene: { services: { payments: { acceptanceRequired: false, principals: ['arn:aws:iam::210987654321:root'] } } },
    },
    'everyone, but asked': { scene: { services: { payments: { acceptanceRequired: true, principals: ['*'] } } } },
  },

  check(service) {
    const { acceptanceRequired, principals } = service;
    if (is(acceptanceRequired, true)) return pass;
    const star = principals.sure.find((p) => is(p, '*'));
    if (!star) {
      const settled =
        principals.open === null && [...principals.sure, ...principals.maybe].every((p) => p.known && p.value !== '*');
      return settled ? pass : undecided(acceptanceRequired, principals, ...principals.sure, ...principals.maybe);
    }
    if (!acceptanceRequired.known) return undecided(acceptanceRequired);
    return fail({
      message: `${service.key} accepts connections from every AWS account unasked`,
      at: star.at,
      related: [{ message: 'no acceptance is required', at: acceptanceRequired.at }],
      evidence: { principals: ['*'], acceptanceRequired: false },
    });
  },
});
