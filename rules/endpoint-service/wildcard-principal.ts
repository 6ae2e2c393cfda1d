import { controlsOf, defineRule, fail, notApplicable, pass, undecided } from '../../src/engine/index.ts';
import { is } from '../../src/model/index.ts';

export default defineRule({
  id: 'endpoint-service/wildcard-principal',
  level: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Any AWS account can request a connection to the endpoint service.',
  why: 'Only acceptance keeps external accounts out. One request accepted by mistake gives an external account access.',
  fix: 'List the accounts, roles or users that may connect.',
  fixIn: {
    terraform: 'List the accounts, roles or users that may connect in `allowed_principals`.',
    cloudformation: 'List the accounts, roles or users that may connect in `AllowedPrincipals`.',
    cli: 'Replace the principal * with `aws ec2 modify-vpc-endpoint-service-permissions`, by the accounts, roles or users that may connect.',
  },
  recipes: {
    cloudformation: `AllowedPrincipals: # of AWS::EC2::VPCEndpointServicePermissions
  - !Sub arn:\${AWS::Partition}:iam::210987654321:root`,
    terraform: 'allowed_principals = ["arn:aws:iam::210987654321:root"]',
    cli: 'aws ec2 modify-vpc-endpoint-service-permissions --service-id vpce-svc-... --remove-allowed-principals "*" --add-allowed-principals arn:aws:iam::210987654321:root',
  },
  exceptions: ['Without acceptance, endpoint-service/public reports instead.'],
  sources: ['https://docs.aws.amazon.com/vpc/latest/privatelink/configure-endpoint-service.html'],
  subject: 'endpoint-service',
  controls: controlsOf('iso-27001', 'A.8.20', 'A.8.21', 'A.8.22'),
  security: { cwe: [284], severity: 4 },
  bad: {
    'the principal *': {
      scene: { services: { payments: { acceptanceRequired: true, principals: ['*'] } } },
      says: 'Any AWS account can request a connection to {payments}',
    },
  },
  good: {
    'one account': {
      scene: { services: { payments: { principals: ['arn:aws:iam::210987654321:root'] } } },
    },
    'no principal yet': { scene: { services: { payments: {} } } },
    'endpoint-service/public reports a service without acceptance': {
      scene: { services: { payments: { acceptanceRequired: false, principals: ['*'] } } },
    },
  },

  check({ key, principals, acceptanceRequired }) {
    if (is(acceptanceRequired, false)) return notApplicable; // endpoint-service/public reports it
    const everyone = [...principals.sure, ...principals.maybe];
    const star = principals.sure.find((p) => is(p, '*'));
    if (!star) {
      const settled = principals.open === null && everyone.every((p) => p.known && p.value !== '*');
      return settled ? pass : undecided(principals, ...everyone);
    }
    if (!acceptanceRequired.known) return undecided(acceptanceRequired);
    return fail({
      message: `Any AWS account can request a connection to ${key}`,
      at: star.at,
      evidence: { principals: ['*'], acceptanceRequired: true },
    });
  },
});
