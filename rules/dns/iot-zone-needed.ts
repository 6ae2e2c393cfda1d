import { recordsTo } from '../../src/ask/records.ts';
import { mayBeTo } from '../../src/ask/services.ts';
import { defineRule, fail, nameOf, notApplicable, pass, undecided } from '../../src/engine/index.ts';
import { is, maybe } from '../../src/model/index.ts';

const SERVICES = ['iot.data', 'iot.credentials'];

export default defineRule({
  id: 'dns/iot-zone-needed',
  level: 'note',
  preset: 'strict',
  since: '0.1.0',
  summary: 'IoT endpoint has no private hosted zone for the name that devices call.',
  why: 'These endpoints have no private DNS. Without a private record, devices in the VPC use the public address.',
  fix: 'Create a private hosted zone for the IoT host name of your account, with an alias record to the endpoint.',
  recipes: {
    cloudformation: `Zone:
  Type: AWS::Route53::HostedZone
  Properties:
    Name: a1b2c3d4e5f6g7-ats.iot.us-east-1.amazonaws.com
    VPCs: [{ VPCId: !Ref Vpc, VPCRegion: !Ref AWS::Region }]`,
    cli: 'aws iot describe-endpoint --endpoint-type iot:Data-ATS',
  },
  sources: ['https://docs.aws.amazon.com/iot/latest/developerguide/IoTCore-VPC.html'],
  bad: {
    'no hosted zone at all': {
      scene: { endpoints: { 'iot.data': { privateDns: false } }, hostedZones: { 'example.internal': {} } },
      says: 'No private hosted zone has a record for iot.data, so devices in its VPC use the public name',
      undecidedIn: ['state', 'tfstate'],
    },
    'a hosted zone that leads to another endpoint': {
      scene: {
        endpoints: { 'iot.credentials': { privateDns: false }, other: { service: 'iot.data', privateDns: false } },
        hostedZones: {
          'iot.us-east-1.amazonaws.com': {
            records: { 'a1b2c3-ats.iot.us-east-1.amazonaws.com': { endpoint: 'other' } },
          },
        },
      },
      subject: 'iot.credentials',
      says: 'No private hosted zone has a record for iot.credentials, so devices in its VPC use the public name',
      undecidedIn: ['state', 'tfstate'],
    },
  },
  good: {
    'a record for the host name': {
      scene: {
        endpoints: { 'iot.data': { privateDns: false } },
        hostedZones: {
          'iot.us-east-1.amazonaws.com': {
            records: { 'a1b2c3-ats.iot.us-east-1.amazonaws.com': { endpoint: 'iot.data' } },
          },
        },
      },
    },
    'a domain of your own': {
      scene: {
        endpoints: { 'iot.data': { privateDns: false } },
        hostedZones: { 'devices.example.com': { records: { 'mqtt.devices.example.com': { endpoint: 'iot.data' } } } },
      },
    },
    'hosted zones are not in the input': {
      scene: { endpoints: { 'iot.data': { privateDns: false } } },
      inputs: ['state', 'tfstate', 'describe'],
      undecidedIn: ['state', 'tfstate', 'describe'],
    },
    'the records of a hosted zone are not in the input': {
      scene: {
        endpoints: { 'iot.data': { privateDns: false } },
        hostedZones: { 'iot.us-east-1.amazonaws.com': { records: 'unknown' } },
      },
      inputs: ['describe'],
      undecidedIn: ['describe'],
    },
    'another service': { scene: { endpoints: { sqs: {} } } },
  },

  check(endpoint, net) {
    const { type, serviceName } = endpoint;
    if (!maybe(type, 'Interface') || !mayBeTo(endpoint, ...SERVICES)) return notApplicable;
    if (!type.known || !serviceName.known) return undecided(type, serviceName);
    const records = recordsTo(endpoint, net);
    const counts = ({ zone }: (typeof records.sure)[number]) => !(zone.is === 'entity' && is(zone.to.isPrivate, false));
    const sure = records.sure.filter(counts);
    if (sure.some(({ zone }) => zone.is === 'entity' && zone.to.isPrivate.known)) return pass;
    const complete = net.complete('hosted-zone', endpoint.vpc);
    const maybes = [...sure, ...records.maybe.filter(counts)];
    if (maybes.length > 0 || records.open !== null || !complete.complete)
      return undecided(
        records.open ?? undefined,
        complete.complete ? undefined : complete.because,
        maybes.length > 0 ? `it is not known whether a record leads to ${endpoint.key}` : undefined,
      );
    return fail({
      message: `No private hosted zone has a record for ${nameOf(endpoint)}, so devices in its VPC use the public name`,
      at: endpoint.at,
      evidence: { records: 0 },
      assumed: complete.assumed === null ? [] : [complete.assumed],
    });
  },
});
