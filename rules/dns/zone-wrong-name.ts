import { zoneNames } from '../../src/ask/private-names.ts';
import { misnamedIn } from '../../src/ask/wrong-names.ts';
import { defineRule, fail, nameOf, notApplicable, pass, undecided } from '../../src/engine/index.ts';
import { is, refName } from '../../src/model/index.ts';

const NO_OTHER = 'no other hosted zone or record leads to the endpoint by a name that clients call';

export default defineRule({
  id: 'dns/zone-wrong-name',
  level: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'A private hosted zone leads to an endpoint under a name that no client of the service calls.',
  why: 'SDKs and the AWS CLI call another name. Their calls bypass the endpoint, or time out where nothing else leads to AWS.',
  fix: 'Give zone and record the name that clients call, or turn private DNS on.',
  recipes: {
    cloudformation:
      'Name: !Sub kinesis.${AWS::Region}.amazonaws.com # of zone and record: the service for endpoints is kinesis-streams',
    terraform:
      'name = "kinesis.us-east-1.amazonaws.com" # of zone and record: the service for endpoints is kinesis-streams',
    cli: "aws ec2 describe-vpc-endpoint-services --service-names com.amazonaws.us-east-1.kinesis-streams --query 'ServiceDetails[].PrivateDnsNames'",
  },
  exceptions: [
    'Names outside the domains of AWS: clients may be configured for them.',
    'Another zone or record leads to the endpoint by the right name.',
    'The endpoint has private DNS on.',
  ],
  sources: [
    'https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-access-aws-services.html',
    'https://docs.aws.amazon.com/streams/latest/dev/vpc.html',
    'https://docs.aws.amazon.com/general/latest/gr/ak.html',
  ],
  subject: 'hosted-zone',
  assumes: [NO_OTHER],
  bad: {
    'the name of the service for endpoints': {
      scene: {
        endpoints: { 'kinesis-streams': { privateDns: false } },
        hostedZones: {
          zone: {
            domain: 'kinesis-streams.us-east-1.amazonaws.com',
            records: { 'kinesis-streams.us-east-1.amazonaws.com': { endpoint: 'kinesis-streams' } },
          },
        },
      },
      says: 'kinesis-streams.us-east-1.amazonaws.com leads to kinesis-streams, but clients call kinesis.us-east-1.amazonaws.com',
    },
    'its parts the other way round': {
      scene: {
        endpoints: { 'sagemaker.api': { privateDns: false } },
        hostedZones: {
          zone: {
            domain: 'sagemaker.api.us-east-1.amazonaws.com',
            records: { 'sagemaker.api.us-east-1.amazonaws.com': { endpoint: 'sagemaker.api' } },
          },
        },
      },
      says: 'sagemaker.api.us-east-1.amazonaws.com leads to sagemaker.api, but clients call api.sagemaker.us-east-1.amazonaws.com',
      inputs: ['plan', 'describe', 'template'],
    },
    'the name in another Region': {
      scene: {
        region: 'eu-west-1',
        endpoints: { kms: { privateDns: false } },
        hostedZones: {
          zone: {
            domain: 'kms.us-east-1.amazonaws.com',
            records: { 'kms.us-east-1.amazonaws.com': { endpoint: 'kms' } },
          },
        },
      },
      says: 'kms.us-east-1.amazonaws.com leads to kms, but clients call kms.eu-west-1.amazonaws.com',
      inputs: ['plan', 'describe', 'template'],
    },
  },
  good: {
    'the name that clients call': {
      scene: {
        endpoints: { 'kinesis-streams': { privateDns: false } },
        hostedZones: {
          zone: {
            domain: 'kinesis.us-east-1.amazonaws.com',
            records: { 'kinesis.us-east-1.amazonaws.com': { endpoint: 'kinesis-streams' } },
          },
        },
      },
    },
    'the right name beside it': {
      scene: {
        endpoints: { 'kinesis-streams': { privateDns: false } },
        hostedZones: {
          zone: {
            domain: 'kinesis-streams.us-east-1.amazonaws.com',
            records: { 'kinesis-streams.us-east-1.amazonaws.com': { endpoint: 'kinesis-streams' } },
          },
          right: {
            domain: 'kinesis.us-east-1.amazonaws.com',
            records: { 'kinesis.us-east-1.amazonaws.com': { endpoint: 'kinesis-streams' } },
          },
        },
      },
      subject: 'zone',
    },
    'a name of one’s own': {
      scene: {
        endpoints: { 'kinesis-streams': { privateDns: false } },
        hostedZones: {
          zone: {
            domain: 'aws.example.com',
            records: { 'kinesis-streams.aws.example.com': { endpoint: 'kinesis-streams' } },
          },
        },
      },
    },
    'private DNS beside it': {
      scene: {
        endpoints: { 'kinesis-streams': {} },
        hostedZones: {
          zone: {
            domain: 'kinesis-streams.us-east-1.amazonaws.com',
            records: { 'kinesis-streams.us-east-1.amazonaws.com': { endpoint: 'kinesis-streams' } },
          },
        },
      },
    },
    'names below one that clients call': {
      scene: {
        endpoints: { 'execute-api': { privateDns: false } },
        hostedZones: {
          zone: {
            domain: 'execute-api.us-east-1.amazonaws.com',
            records: { 'a1b2c3d4e5.execute-api.us-east-1.amazonaws.com': { endpoint: 'execute-api' } },
          },
        },
      },
    },
  },

  check(zone, net) {
    if (is(zone.isPrivate, false)) return notApplicable;
    const { sure, open } = misnamedIn(zone, net);
    const first = sure[0];
    if (!first) return open === undefined ? pass : undecided(open);
    const { endpoint, record, name } = first;
    const called = zoneNames(endpoint, net);
    if (!endpoint.privateDns.known || !endpoint.type.known) return undecided(endpoint.privateDns, endpoint.type);
    return fail({
      message: `${name} leads to ${nameOf(endpoint)}, but clients call ${called[0]}`,
      at: record.at,
      related: [{ message: 'the endpoint', at: endpoint.at }],
      evidence: { zone: zone.key, record: name, endpoint: endpoint.key, called, vpcs: zone.vpcs.sure.map(refName) },
      assumed: [NO_OTHER],
    });
  },
});
