import { zoneNames } from '../../src/ask/private-names.ts';
import { misnamedIn } from '../../src/ask/wrong-names.ts';
import { advise, defineRule, fail, nameOf, notApplicable, ofService, pass, undecided } from '../../src/engine/index.ts';
import { is, refName } from '../../src/model/index.ts';

const NO_OTHER = 'no hosted zone or record outside this input leads to the endpoint by the right name';

export default defineRule({
  id: 'dns/zone-wrong-name',
  level: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Private hosted zone leads to an endpoint by a name that no client of the service calls.',
  why: 'SDKs and the AWS CLI call another name, so their calls bypass the endpoint or time out without another path to AWS.',
  ...advise('Give the hosted zone and the record the name that clients call, or set `PrivateDnsEnabled: true`.'),
  recipes: {
    cloudformation:
      'Name: !Sub kinesis.${AWS::Region}.amazonaws.com # of hosted zone and record, although the endpoint service is kinesis-streams',
    terraform:
      'name = "kinesis.us-east-1.amazonaws.com" # of hosted zone and record, although the endpoint service is kinesis-streams',
    cli: "aws ec2 describe-vpc-endpoint-services --service-names com.amazonaws.us-east-1.kinesis-streams --query 'ServiceDetails[].PrivateDnsNames'",
  },
  exceptions: [
    'Names outside the domains of AWS are not reported, because you may configure clients with them.',
    'Another hosted zone or record leads to the endpoint by the right name.',
    'Private DNS is on for the endpoint.',
  ],
  sources: [
    'https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-access-aws-services.html',
    'https://docs.aws.amazon.com/streams/latest/dev/vpc.html',
    'https://docs.aws.amazon.com/general/latest/gr/ak.html',
  ],
  subject: 'hosted-zone',
  assumes: [NO_OTHER],
  bad: {
    'the name of the endpoint service': {
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
    'the parts of the name in the wrong order': {
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
    'the right name in another hosted zone': {
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
    'a name in your own domain': {
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
    'private DNS on': {
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
    'names below a name that clients call': {
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
    const right = ofService(endpoint, called[0], 'another name');
    return fail({
      message: `${name} leads to ${nameOf(endpoint)}, but clients call ${right}`,
      at: record.at,
      ...advise(
        `Create a private hosted zone and a record ${ofService(endpoint, `named ${right}`, 'with the right name')}, or set \`PrivateDnsEnabled: true\`.`,
      ),
      related: [{ message: 'the endpoint', at: endpoint.at }],
      evidence: {
        zone: zone.key,
        record: name,
        endpoint: endpoint.key,
        called: ofService(endpoint, called),
        vpcs: zone.vpcs.sure.map(refName),
      },
      assumed: [NO_OTHER],
    });
  },
});
