// The catalog that the stand-in for the add-on answers from.
import type { QueryView } from '../../../addon/sidebar-functions.ts';
import type { Choice, Parameter } from '../../../domain/contract/parameter.ts';
import type { QueryStatus } from '../../../domain/contract/query.ts';
import type { Scenario } from './scenario.ts';

type Query = QueryView['query'];
type Named = Pick<Query, 'slug' | 'title' | 'description' | 'tags'>;

const named: Named[] = [
  {
    slug: 'signups-by-month',
    title: 'Sign-ups by month',
    description: 'New accounts per month, for the growth review.',
    tags: ['growth'],
  },
  {
    slug: 'customer-usage',
    title: 'Product usage of one customer',
    description: 'What a customer did in the product, day by day, for the health score.',
    tags: ['usage'],
  },
  {
    slug: 'invoices-by-number',
    title: 'Invoices by number',
    description: 'Finds invoices by their numbers, leading zeros kept.',
    tags: ['finance'],
  },
  {
    slug: 'apps-by-stack',
    title: 'Apps on old platform stacks',
    description: 'Which apps still run on stacks that will be switched off, and whose they are.',
    tags: ['platform'],
  },
  {
    slug: 'addons-by-customer',
    title: 'Add-ons by customer',
    description: 'Which customers use which add-on.',
    tags: ['growth', 'add-ons'],
  },
  {
    slug: 'inconsistent-invoices',
    title: 'Invoices that do not add up to their subscription',
    description: 'Invoices whose total differs from the plan, for the finance team to look at.',
    tags: ['finance'],
  },
];

const parameters = new Map<string, Parameter[]>([
  [
    'signups-by-month',
    [
      { name: 'since', type: 'date', label: 'Since', default: 'start of year' },
      {
        name: 'origins',
        type: 'choice',
        label: 'Origin',
        list: true,
        optional: true,
        choices: [
          { value: 'ads' },
          { value: 'search' },
          { value: 'referral', label: 'Referral by a customer' },
        ],
      },
    ],
  ],
  [
    'customer-usage',
    [
      { name: 'customer', type: 'choice', label: 'Customer', choices: { query: 'customers' } },
      { name: 'from_time', type: 'timestamp', label: 'From', default: '2026-11-01 00:00' },
      { name: 'minimum', type: 'number', label: 'At least so many events', default: 10 },
      { name: 'internal', type: 'boolean', label: 'Include our own accounts', default: false },
    ],
  ],
  [
    'invoices-by-number',
    [
      { name: 'numbers', type: 'text', label: 'Invoice numbers', list: true },
      {
        name: 'note',
        type: 'text',
        label: 'Note contains',
        optional: true,
        description: 'Any part of the note, upper or lower case.',
      },
    ],
  ],
  [
    'apps-by-stack',
    [{ name: 'stacks', type: 'choice', label: 'Stacks', list: true, choices: { query: 'stacks' } }],
  ],
]);

const sql = `select date_trunc('month', created_at)::date as month, origin, count(*) as signups
from accounts
where created_at >= :since
group by 1, 2
order by 1`;

/** The queries of a scenario. */
export function queriesOf(scenario: Scenario): Query[] {
  if (scenario.noQueries) return [];
  const more = Array.from({ length: scenario.moreQueries ?? 0 }, (_, index): Named => ({
    slug: `measure-${index + 1}`,
    title: `Measure ${index + 1} of the weekly review`,
    description: 'One of many.',
    tags: ['weekly'],
  }));
  const updatedAt = new Date(Date.now() - 86_400_000).toISOString();
  return [...named, ...more].map((query): Query => ({
    ...query,
    source: 'sample',
    parameters: parameters.get(query.slug) ?? [],
    version: 1,
    file: `${query.slug}.sql`,
    updatedAt,
    status: statusOf(query.slug, scenario),
    use: scenario.retired?.slug === query.slug ? scenario.retired.use : null,
    ...(scenario.firing?.[query.slug] && { fires: scenario.firing[query.slug] }),
    sql,
  }));
}

function statusOf(slug: string, { retired, trusted = [] }: Scenario): QueryStatus {
  if (retired?.slug === slug) return 'retired';
  return trusted.includes(slug) ? 'trusted' : 'published';
}

const stacks = [
  ...['cedar-14', 'heroku-16', 'heroku-18', 'heroku-20', 'heroku-22', 'heroku-24'],
  ...['container', 'fir', 'bamboo'],
];

/** The choices of the parameters that take them from a query. */
export const choices: Record<string, Choice[]> = {
  stacks: stacks.map((value) => ({ value, label: value })),
  customer: Array.from({ length: 240 }, (_, index) => ({
    value: `c${index + 1}`,
    label: `Customer ${String(index + 1).padStart(3, '0')}`,
  })),
};
