/** Endpoints that a service other than EC2's PrivateLink API creates in a VPC, and what AWS documents of each. */
import { table } from '../base/table.ts';
import type { EndpointManager } from '../model/index.ts';
import type { PortRange } from './service-row.ts';

export interface ManagedKind {
  /** What AWS calls such an endpoint. */
  readonly name: string;
  /** Whether it has a network interface in each subnet it is given. The others are in one subnet by design. */
  readonly inEachSubnet: boolean;
  /** Whether clients connect to it, so that inbound rules of its security groups count. */
  readonly takesClients: boolean;
  /** TCP ports of its clients, any of which is enough. Null if the endpoint itself states its port, or has none. */
  readonly ports: readonly PortRange[] | null;
}

/**
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/eice-security-groups.html
 * https://docs.aws.amazon.com/opensearch-service/latest/APIReference/API_VPCOptions.html
 * https://docs.aws.amazon.com/opensearch-service/latest/developerguide/serverless-vpc.html
 * https://docs.aws.amazon.com/redshift/latest/APIReference/API_CreateEndpointAccess.html
 * https://docs.aws.amazon.com/redshift-serverless/latest/APIReference/API_CreateEndpointAccess.html
 * https://docs.aws.amazon.com/network-firewall/latest/APIReference/API_VpcEndpointAssociation.html
 */
export const MANAGED: Readonly<Record<EndpointManager, ManagedKind>> = table({
  'instance-connect': {
    name: 'EC2 Instance Connect Endpoint',
    inEachSubnet: false,
    takesClients: false,
    ports: null,
  },
  opensearch: {
    name: 'OpenSearch Service-managed VPC endpoint',
    inEachSubnet: true,
    takesClients: true,
    // A domain that does not require HTTPS also listens on port 80.
    ports: [
      [443, 443],
      [80, 80],
    ],
  },
  'opensearch-serverless': {
    name: 'OpenSearch Serverless-managed VPC endpoint',
    inEachSubnet: true,
    takesClients: true,
    ports: [[443, 443]],
  },
  redshift: { name: 'Redshift-managed VPC endpoint', inEachSubnet: false, takesClients: true, ports: null },
  'redshift-serverless': {
    name: 'Redshift Serverless-managed VPC endpoint',
    inEachSubnet: false,
    takesClients: true,
    ports: null,
  },
  'network-firewall': {
    name: 'Network Firewall VPC endpoint association',
    inEachSubnet: false,
    takesClients: false,
    ports: null,
  },
});
