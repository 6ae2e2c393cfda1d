import { count } from '../../src/base/words.ts';
import { controlsOf, defineRule, fail, notApplicable, pass, undecided } from '../../src/engine/index.ts';
import { is, show } from '../../src/model/index.ts';

export default defineRule({
  id: 'endpoint-service/auto-accept',
  level: 'note',
  preset: 'strict',
  since: '0.1.0',
  summary: 'Endpoint service accepts connections without approval.',
  why: 'Anyone who can create endpoints in an allowed account connects at once. You get no request to review.',
  fix: 'Require acceptance, or allow individual roles instead of whole accounts.',
  fixIn: {
    terraform: 'Set `acceptance_required = true`, or list individual roles in `allowed_principals`.',
    cloudformation: 'Set `AcceptanceRequired: true`, or list individual roles in `AllowedPrincipals`.',
    cli: 'Run `aws ec2 modify-vpc-endpoint-service-configuration --acceptance-required`, or allow individual roles instead of whole accounts.',
  },
  recipes: {
    cloudformation: 'AcceptanceRequired: true',
    terraform: 'acceptance_required = true',
    cli: 'aws ec2 modify-vpc-endpoint-service-configuration --service-id vpce-svc-... --acceptance-required',
  },
  exceptions: [
    'A service that allows no principal.',
    'With the principal `*`, endpoint-service/public reports instead.',
  ],
  sources: ['https://docs.aws.amazon.com/vpc/latest/privatelink/configure-endpoint-service.html'],
  controls: controlsOf('config', 'VPC_ENDPOINT_MANUAL_ACCEPTANCE'),
  subject: 'endpoint-service',
  bad: {
    'an account, without approval': {
      scene: { services: { orders: { acceptanceRequired: false, principals: ['arn:aws:iam::210987654321:root'] } } },
      says: '{orders} accepts connections from 1 principal without approval',
    },
  },
  good: {
    'acceptance required': {
      scene: { services: { orders: { principals: ['arn:aws:iam::210987654321:root'] } } },
    },
    'no principal is allowed': { scene: { services: { orders: { acceptanceRequired: false } } } },
    'endpoint-service/public reports the principal *': {
      scene: { services: { orders: { acceptanceRequired: false, principals: ['*'] } } },
    },
  },

  check({ key, principals, acceptanceRequired }) {
    if (is(acceptanceRequired, true)) return pass;
    const everyone = [...principals.sure, ...principals.maybe];
    if (principals.sure.some((p) => is(p, '*'))) return notApplicable; // endpoint-service/public reports it
    if (principals.open !== null || principals.maybe.length > 0 || everyone.some((p) => !p.known))
      return undecided(acceptanceRequired, principals, ...everyone);
    if (everyone.length === 0) return pass;
    if (!acceptanceRequired.known) return undecided(acceptanceRequired);
    return fail({
      message: `${key} accepts connections from ${count(everyone.length, 'principal')} without approval`,
      at: acceptanceRequired.at,
      evidence: { acceptanceRequired: false, principals: everyone.map(show) },
    });
  },
});
