import type { Command } from '../command.ts';

export const configQuery: Command = {
  name: 'config-query',
  args: '',
  summary: 'print the AWS Config query whose answer lint reads',
  about:
    'One query asks for every resource type that rules need: aws configservice select-aggregate-resource-config --expression "$(vpce-lint config-query)" --configuration-aggregator-name NAME > answer.json. AWS Config tells less than the EC2 API: what it does not record stays undecided (docs/organization.md).',
  options: [
    {
      name: 'type',
      value: '<resource type>',
      many: true,
      group: 'Input',
      describe: 'Ask for these types only: AWS::EC2::VPCEndpoint; repeatable',
    },
    { name: 'account', value: '<id>', many: true, group: 'Input', describe: 'Ask for these accounts only; repeatable' },
    { name: 'region', value: '<name>', many: true, group: 'Input', describe: 'Ask for these Regions only; repeatable' },
  ],
  examples: [
    ['vpce-lint config-query', 'all that rules need, of every account'],
    ['vpce-lint answer.json', 'judge the answer'],
  ],
  statuses: [
    ['0', 'printed'],
    ['2', 'an unknown type, or a query that is longer than AWS Config accepts'],
  ],
  run: async (args, io) => (await import('../config-query.ts')).printQuery(args, io),
};
