import { docsUrl } from '../../findings/index.ts';
import type { Command } from '../command.ts';

export const configQuery: Command = {
  name: 'config-query',
  args: '',
  summary: 'print the AWS Config query whose result lint reads',
  about: `One query asks for every resource type that rules need: aws configservice select-aggregate-resource-config --expression "$(vpce-lint config-query)" --configuration-aggregator-name NAME > answer.json. AWS Config records less than the EC2 API returns, so some checks stay undecided. See ${docsUrl('organization.md')}`,
  options: [
    {
      name: 'type',
      value: '<resource type>',
      many: true,
      group: 'Input',
      describe: 'Only this resource type, such as AWS::EC2::VPCEndpoint; repeatable',
    },
    { name: 'account', value: '<id>', many: true, group: 'Input', describe: 'Only this account; repeatable' },
    { name: 'region', value: '<name>', many: true, group: 'Input', describe: 'Only this Region; repeatable' },
  ],
  examples: [
    ['vpce-lint config-query', 'all that rules need, in every account'],
    ['vpce-lint answer.json', 'check the answer'],
  ],
  statuses: [
    ['0', 'the query was printed'],
    ['2', 'an unknown type, or a query that is longer than AWS Config accepts'],
  ],
  run: async (args, io) => (await import('../config-query.ts')).printQuery(args, io),
};
