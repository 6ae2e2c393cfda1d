/** Clusters of MSK. */
import { type Bag, openBag, union } from '../../../model/bag.ts';
import type { Subnet } from '../../../model/nouns/index.ts';
import type { Ref } from '../../../model/ref.ts';
import { type Registry, refsIn } from '../registry.ts';
import { field, placeOf, type Row, rowIn, rowsIn, text } from '../row.ts';

/** The subnets of the cluster that an event source mapping reads from. */
export function subnetsOfCluster(mapping: Row, registry: Registry): Bag<Ref<Subnet>> {
  const { store } = registry;
  const arn = text(mapping, 'EventSourceArn');
  const at = placeOf(mapping, 'EventSourceArn');
  const all = [...store.rows('ClusterInfo'), ...store.rows('ClusterInfoList')];
  const cluster = all.find((row) => text(row, 'ClusterArn') === arn);
  if (!cluster) {
    const because = store.unread('kafka describe-cluster-v2') ?? 'add the output of kafka list-clusters-v2';
    return openBag(`the cluster ${arn} is not in the input: ${because}`, at);
  }
  if (field(cluster, 'Serverless') !== undefined) {
    const networks = rowsIn(rowIn(cluster, 'Serverless'), 'VpcConfigs');
    return union(
      networks.map((network) => refsIn(registry.subnets, network, 'SubnetIds')),
      cluster.at,
    );
  }
  // The older calls answer what a provisioned cluster has without the member around it.
  const own = field(cluster, 'Provisioned') === undefined ? cluster : rowIn(cluster, 'Provisioned');
  return refsIn(registry.subnets, rowIn(own, 'BrokerNodeGroupInfo'), 'ClientSubnets');
}
