import type { Scene } from '../../src/scene/scene.ts';

/** A scene with at least one of everything a scene can say that both Terraform and describe output can carry. */
export const everything: Scene = {
  vpcs: { main: { tags: { Name: 'main' }, ipv6: true }, second: { dnsHostnames: 'omitted' } },
  subnets: {
    d: { ipv6: true },
    six: { ipv6: 'native' },
    local: { zone: 'us-east-1-bos-1a' },
    byId: { zone: 'b', zoneById: true },
  },
  groups: {
    default: { ingress: [{ self: true }] },
    mixed: {
      ingress: [
        { port: 80, cidrs: ['10.9.0.0/16', '::/0'] },
        { protocol: 'icmp' },
        { protocol: '-1', groups: ['https'], prefixLists: ['corp'] },
      ],
    },
    separate: { separate: true, ingress: [{}, { protocol: '-1', self: true }], egress: [{ cidrs: ['0.0.0.0/0'] }] },
    clients: { egress: [{ cidrs: ['10.0.0.0/8'] }] },
  },
  prefixLists: { corp: { cidrs: ['10.0.0.0/8'] } },
  routeTables: {
    public: {
      subnets: ['c'],
      routes: { '0.0.0.0/0': 'internet-gateway', '10.9.0.0/16': 'transit-gateway', corp: 'vpn-gateway' },
    },
    away: {
      main: true,
      routes: { '0.0.0.0/0': 'nat-gateway', '::/0': 'egress-only-internet-gateway', '10.1.0.0/16': { peer: 'second' } },
    },
    inspected: { subnets: ['d'], routes: { '0.0.0.0/0': { endpoint: 'inspect' } } },
  },
  endpoints: {
    sqs: { tags: { Name: 'sqs' } },
    s3: { type: 'Gateway', policy: 'omitted' },
    dynamodb: { type: 'omitted' },
    kms: { groups: 'omitted', privateDns: 'omitted', ipAddressType: 'dualstack', dnsRecordIpType: 'ipv4' },
    sns: { associations: 'separate' },
    both: { service: 'logs', associations: 'both', policy: '{"Version":"2012-10-17","Statement":[]}' },
    elsewhere: {
      service: 'sts',
      vpc: 'vpc-0a1b2c3d4e5f60718',
      subnets: ['subnet-0a1b2c3d4e5f60718'],
      groups: ['sg-0a1b2c3d4e5f60718'],
    },
    inspect: { type: 'GatewayLoadBalancer', endpointService: 'inspection' },
    orders: { endpointService: 'orders', privateDns: false },
    database: {
      type: 'Resource',
      resourceConfigurationArn:
        'arn:aws:vpc-lattice:us-east-1:210987654321:resourceconfiguration/rcfg-0123456789abcdef0',
    },
    mesh: {
      type: 'ServiceNetwork',
      serviceNetworkArn: 'arn:aws:vpc-lattice:us-east-1:210987654321:servicenetwork/sn-0123456789abcdef0',
    },
  },
  services: {
    orders: {
      principals: ['arn:aws:iam::210987654321:root'],
      tags: { Name: 'orders' },
      balancer: { listeners: [{ port: 53, protocol: 'UDP' }, {}] },
    },
    inspection: { loadBalancer: 'gateway', acceptanceRequired: false },
  },
  hostedZones: {
    kms: {
      domain: 'kms.us-east-1.amazonaws.com',
      records: {
        'kms.us-east-1.amazonaws.com': { endpoint: 'kms' },
        'old.kms.us-east-1.amazonaws.com': ['example.com'],
      },
    },
  },
  resolverRules: { 'corp.example.com': {}, 'aws.corp.example.com': { type: 'SYSTEM', vpcs: ['main', 'second'] } },
  resolverEndpoints: { in: {}, out: { direction: 'OUTBOUND', subnets: ['c'] } },
  dnsProfiles: { shared: { zones: ['kms'], vpcs: ['second'] }, theirs: { zones: 'unknown' } },
  networkAcls: { strict: { subnets: ['a'], ingress: [{}], egress: [{ port: [1024, 65535] }, { protocol: '-1' }] } },
  dhcpOptions: { own: { servers: ['10.0.0.53'] } },
  managedEndpoints: {
    ssh: { manager: 'instance-connect', groups: 'omitted' },
    domain: { manager: 'opensearch', groups: 'omitted' },
    collection: { manager: 'opensearch-serverless' },
    cluster: { manager: 'redshift', port: 8192 },
    workgroup: { manager: 'redshift-serverless' },
  },
  interfaces: { app: { subnet: 'a', groups: ['https'] } },
  serviceDetails: { 'com.amazonaws.us-east-1.sqs': { privateDnsNames: ['sqs.us-east-1.amazonaws.com'] } },
};
