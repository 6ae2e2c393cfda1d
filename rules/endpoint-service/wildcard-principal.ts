import { defineRule, fail, notApplicable, pass, undecided } from '../../src/engine/index.ts';
import { is } from '../../src/model/index.ts';

export default defineRule({
  id: 'endpoint-service/wildcard-principal',
  level: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Every AWS account may ask to connect to the endpoint service.',
  why: 'Acceptance alone stands between the service and strangers: one request accepted by mistake lets one in.',
  fix: 'List the accounts, roles or users that may connect.',
  recipes: {
    cloudformation: `AllowedPrincipals: # of AWS::EC2::VPCEndpointServicePermissions
  - !Sub arn:\${AWS::Partition}:iam::210987654321:root`,
    terraform: 'allowed_principals = ["arn:aws:iam::210987654321:root"]',
    cli: 'aws ec2 modify-vpc-endpoint-service-permissions --service-id vpce-svc-... --remove-allowed-principals "*" --add-allowed-principals arn:aws:iam::210987654321:root',
  },
  exceptions: ['Without acceptance endpoint-service/public speaks instead.'],
  sources: ['https://docs.aws.amazon.com/vpc/latest/privatelink/configure-endpoint-service.html'],
  subject: 'endpoint-service',
  security: { cwe: [284], severity: 4 },
  bad: {
    'everyone may ask': {
      scene: { services: { payments: { acceptanceRequired: true, principals: ['*'] } } },
      says: '{payments} lets every AWS account ask for a connection',
    },
  },
  good: {
    'one account': {
      scene: { services: { payments: { principals: ['arn:aws:iam::210987654321:root'] } } },
    },
    'nobody yet': { scene: { services: { payments: {} } } },
    'without acceptance it is public, which is another rule’s': {
      scene: { services: { payments: { acceptanceRequired: false, principals: ['*'] } } },
    },
  },

  check({ key, principals, acceptanceRequired }) {
    if (is(acceptanceRequired, false)) return notApplicable; // endpoint-service/public says it
    const everyone = [...principals.sure, ...principals.maybe];
    const star = principals.sure.find((p) => is(p, '*'));
    if (!star) {
      const settled = principals.open === null && everyone.every((p) => p.known && p.value !== '*');
      return settled ? pass : undecided(principals, ...everyone);
    }
    if (!acceptanceRequired.known) return undecided(acceptanceRequired);
    return fail({
      message: `${key} lets every AWS account ask for a connection`,
      at: star.at,
      evidence: { principals: ['*'], acceptanceRequired: true },
    });
  },
});
