import { defineRule, fail, notApplicable, pass, undecided } from '../../src/engine/index.ts';
import { show } from '../../src/model/index.ts';

const UPPERCASE = {
  why: 'AWS does not accept uppercase letters in a private DNS name.',
  fix: 'Write the private DNS name in lowercase.',
  fixIn: {
    terraform: 'Write `private_dns_name` in lowercase.',
    cloudformation: 'Write `PrivateDnsName` in lowercase.',
  },
};

export default defineRule({
  id: 'endpoint-service/unverified-private-dns',
  level: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Private DNS name of the endpoint service is not verified.',
  why: 'Consumers cannot use the name until AWS finds the TXT record. If verification is lost, AWS rejects new connections.',
  fix: 'Publish the TXT record in the public hosted zone of the domain, then start the verification.',
  fixIn: {
    terraform:
      'Publish the TXT record in the public hosted zone of the domain, then add `aws_vpc_endpoint_service_private_dns_verification`.',
    cli: 'Publish the TXT record in the public hosted zone of the domain, then run `aws ec2 start-vpc-endpoint-service-private-dns-verification`.',
  },
  recipes: {
    cloudformation: `Proof:
  Type: AWS::Route53::RecordSet
  Properties:
    Type: TXT
    Name: _a1b2c3d4e5.orders.example.com
    ResourceRecords: ['"vpce:abcdefghijklmnop"']
    # ...`,
    cli: 'aws ec2 start-vpc-endpoint-service-private-dns-verification --service-id vpce-svc-...',
  },
  exceptions: ['An error if the name has uppercase letters, which AWS does not accept.'],
  sources: ['https://docs.aws.amazon.com/vpc/latest/privatelink/manage-dns-names.html'],
  subject: 'endpoint-service',
  bad: {
    'verification failed': {
      scene: { services: { orders: { privateDnsName: 'orders.example.com', privateDnsState: 'failed' } } },
      says: 'Private DNS name orders.example.com of {orders} is not verified (failed)',
      inputs: ['state', 'tfstate', 'describe'],
    },
    'verification is pending': {
      scene: { services: { orders: { privateDnsName: 'orders.example.com', privateDnsState: 'pendingVerification' } } },
      says: 'Private DNS name orders.example.com of {orders} is not verified (pendingverification)',
      inputs: ['state', 'tfstate', 'describe'],
    },
    'uppercase letters': {
      scene: { services: { orders: { privateDnsName: 'Orders.example.com', privateDnsState: 'failed' } } },
      says: 'Private DNS name Orders.example.com of {orders} has uppercase letters',
      level: 'error',
    },
  },
  good: {
    verified: {
      scene: { services: { orders: { privateDnsName: 'orders.example.com' } } },
      inputs: ['state', 'tfstate', 'describe'],
    },
    'no name': { scene: { services: { orders: {} } } },
    'a plan cannot show verification': {
      scene: { services: { orders: { privateDnsName: 'payments.example.com' } } },
      inputs: ['plan'],
      undecidedIn: ['plan'],
    },
  },

  check({ key, privateDnsName: name, privateDnsProof: proof }) {
    if (!name.known) return undecided(name);
    if (name.value === null) return notApplicable;
    const shown = show(name);
    if (/[A-Z]/.test(name.value)) {
      return fail({
        level: 'error',
        message: `Private DNS name ${shown} of ${key} has uppercase letters`,
        ...UPPERCASE,
        at: name.at,
        evidence: { privateDnsName: shown },
      });
    }
    if (!proof.known) return undecided(proof);
    if (proof.value === null)
      return undecided(`the verification of the private DNS name of ${key} is not in the input`);
    const { state, record } = proof.value;
    if (!state.known) return undecided(state);
    if (state.value === 'verified') return pass;
    return fail({
      message: `Private DNS name ${shown} of ${key} is not verified (${show(state)})`,
      at: state.at,
      evidence: { privateDnsName: shown, state: show(state), record: name.sensitive ? null : record },
      ...(record && !name.sensitive
        ? {
            fix: `Publish the TXT record ${record.name} with the value "${record.value}", then start the verification.`,
          }
        : {}),
    });
  },
});
