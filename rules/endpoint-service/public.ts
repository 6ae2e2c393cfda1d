import { controlsOf, defineRule, fail, pass, undecided } from '../../src/engine/index.ts';
import { is } from '../../src/model/index.ts';

export default defineRule({
  id: 'endpoint-service/public',
  level: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Any AWS account can connect to the endpoint service without approval.',
  why: 'The service allows the principal * and requires no acceptance, so anyone with an AWS account can reach its load balancer.',
  fix: 'List the principals that may connect, or require acceptance.',
  fixIn: {
    terraform: 'List the principals that may connect in `allowed_principals`, or set `acceptance_required = true`.',
    cloudformation: 'List the principals that may connect in `AllowedPrincipals`, or set `AcceptanceRequired: true`.',
    cli: 'Run `aws ec2 modify-vpc-endpoint-service-configuration --acceptance-required`, or remove the principal * with `modify-vpc-endpoint-service-permissions`.',
  },
  recipes: {
    cloudformation: 'AcceptanceRequired: true # of AWS::EC2::VPCEndpointService',
    terraform: 'acceptance_required = true',
    cli: 'aws ec2 modify-vpc-endpoint-service-configuration --service-id vpce-svc-... --acceptance-required',
  },
  exceptions: ['For a Marketplace offering that is meant for everyone, turn the rule off in the config.'],
  sources: ['https://docs.aws.amazon.com/vpc/latest/privatelink/configure-endpoint-service.html'],
  controls: controlsOf('config', 'VPC_ENDPOINT_MANUAL_ACCEPTANCE'),
  subject: 'endpoint-service',
  security: { cwe: [284, 668], severity: 7.5 },
  bad: {
    'everyone, without approval': {
      scene: { services: { payments: { acceptanceRequired: false, principals: ['*'] } } },
      says: 'Any AWS account can connect to {payments} without approval',
      inputs: ['plan', 'state', 'tfstate', 'template'],
    },
  },
  good: {
    'one account': {
      scene: { services: { payments: { acceptanceRequired: false, principals: ['arn:aws:iam::210987654321:root'] } } },
    },
    'everyone, with approval': { scene: { services: { payments: { acceptanceRequired: true, principals: ['*'] } } } },
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
      message: `Any AWS account can connect to ${service.key} without approval`,
      at: star.at,
      related: [{ message: 'no acceptance is required', at: acceptanceRequired.at }],
      evidence: { principals: ['*'], acceptanceRequired: false },
    });
  },
});
