/** Endpoints that a service other than EC2's PrivateLink API creates in a VPC, and what AWS documents of each. */
import { table } from '../base/table.ts';
import type { EndpointManager } from '../model/index.ts';
import type { PortRange } from './service-row.ts';

export interface ManagedKind {
  /** Whether it has a network interface in each subnet it is given. The others are in one subnet by design. */
  readonly inEachSubnet: boolean;
  /** Whether clients connect to it, so that inbound rules of its security groups count. */
  readonly takesClients: boolean;
  /** Whether AWS documents that it gets the default security group of its VPC if no group is given. */
  readonly hasDefaultGroup: boolean;
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
    inEachSubnet: false,
    takesClients: false,
    hasDefaultGroup: true,
    ports: null,
  },
  opensearch: {
    inEachSubnet: true,
    takesClients: true,
    hasDefaultGroup: true,
    // A domain that does not require HTTPS also listens on port 80.
    ports: [
      [443, 443],
      [80, 80],
    ],
  },
  'opensearch-serverless': {
    inEachSubnet: true,
    takesClients: true,
    hasDefaultGroup: false,
    ports: [[443, 443]],
  },
  redshift: { inEachSubnet: false, takesClients: true, hasDefaultGroup: false, ports: null },
  'redshift-serverless': {
    inEachSubnet: false,
    takesClients: true,
    hasDefaultGroup: false,
    ports: null,
  },
  'network-firewall': {
    inEachSubnet: false,
    takesClients: false,
    hasDefaultGroup: false,
    ports: null,
  },
});

/** Port of a Redshift cluster that names none. The Terraform provider has the same default. */
export const REDSHIFT_PORT = 5439;
