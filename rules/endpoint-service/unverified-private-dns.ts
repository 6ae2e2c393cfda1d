import { defineRule, fail, notApplicable, pass, undecided } from '../../src/engine/index.ts';
import { show } from '../../src/model/index.ts';

export default defineRule({
  id: 'endpoint-service/unverified-private-dns',
  level: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Private DNS name of the endpoint service is not verified.',
  why: 'Until AWS finds the TXT record, no consumer can use the name, and where verification is lost new connections are refused.',
  fix: 'Publish the TXT record in the public zone of the domain, then start the verification.',
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
  exceptions: ['An error where the name has upper-case letters, which AWS does not take.'],
  sources: ['https://docs.aws.amazon.com/vpc/latest/privatelink/manage-dns-names.html'],
  subject: 'endpoint-service',
  bad: {
    'verification failed': {
      scene: { services: { orders: { privateDnsName: 'orders.example.com', privateDnsState: 'failed' } } },
      says: '{orders}: the private name orders.example.com is not verified (failed)',
      inputs: ['state', 'tfstate', 'describe'],
    },
    'verification waits for the record': {
      scene: { services: { orders: { privateDnsName: 'orders.example.com', privateDnsState: 'pendingVerification' } } },
      says: '{orders}: the private name orders.example.com is not verified (pendingverification)',
      inputs: ['state', 'tfstate', 'describe'],
    },
    'upper-case letters': {
      scene: { services: { orders: { privateDnsName: 'Orders.example.com', privateDnsState: 'failed' } } },
      says: '{orders}: the private name Orders.example.com has upper-case letters',
      level: 'error',
    },
  },
  good: {
    verified: {
      scene: { services: { orders: { privateDnsName: 'orders.example.com' } } },
      inputs: ['state', 'tfstate', 'describe'],
    },
    'no name': { scene: { services: { orders: {} } } },
    'verified after apply, if at all': {
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
        message: `${key}: the private name ${shown} has upper-case letters`,
        at: name.at,
        evidence: { privateDnsName: shown },
      });
    }
    if (!proof.known) return undecided(proof);
    if (proof.value === null) return undecided(`the verification of the private name of ${key} is not in the input`);
    const { state, record } = proof.value;
    if (!state.known) return undecided(state);
    if (state.value === 'verified') return pass;
    return fail({
      message: `${key}: the private name ${shown} is not verified (${show(state)})`,
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
