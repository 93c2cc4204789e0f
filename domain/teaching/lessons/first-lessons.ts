// The first four lessons: what is shown, which rows, in which order, and how they are counted together.
import type { Lesson } from './lesson.ts';

const NO_SELECT = {
  lacks: /\bselect\b/,
  says: 'A question begins with select, and what is to be shown.',
};
const NO_FROM = {
  lacks: /\bfrom\b/,
  says: 'Say where the rows come from: from, and the name of the table.',
};
const DOUBLE_QUOTES = {
  has: /"(de|fr|team|starter|business)"/,
  says: "Text stands in single quotes, such as 'DE'. In double quotes it would be the name of a column.",
};

export const firstLessons: readonly Lesson[] = [
  {
    slug: 'select',
    title: 'Select: what is shown',
    opens:
      'A table is rows and columns, like a tab of a spreadsheet. A query says which columns it shows, and from which table.',
    steps: [
      {
        asks: 'Show the name of each customer.',
        begin: 'select \nfrom customers',
        answer: 'select name from customers',
        hints: [
          NO_SELECT,
          NO_FROM,
          {
            has: /select\s+\*/,
            says: 'The asterisk shows all columns. Write the name of the one that is asked for.',
          },
        ],
        learnt: 'Between select and from stands what is shown.',
      },
      {
        asks: 'Show the name and the country of each customer, in that order.',
        answer: 'select name, country from customers',
        isNamed: true,
        hints: [
          {
            has: /name\s+country/,
            lacks: /,/,
            says: 'Between two columns stands a comma; without it the second becomes a name for the first.',
          },
          { has: /country\s*,\s*name/, says: 'Both columns are there: the name comes first.' },
        ],
        learnt: 'Columns are separated by commas, and come in the order in which you write them.',
      },
      {
        asks: 'Show the number of each invoice, and its amount with a tax of a fifth on top, called with_tax.',
        answer: 'select number, amount * 1.2 as with_tax from invoices',
        isNamed: true,
        hints: [
          { has: /from\s+customers/, says: 'Amounts stand in the table invoices.' },
          {
            has: /amount\s*\+\s*0?\.2|amount\s*\+\s*20/,
            says: 'A fifth on top is amount * 1.2: the plus would add some cents.',
          },
          {
            lacks: /\bas\s+with_tax\b/,
            says: 'Behind what is worked out write as with_tax: so the column is called.',
          },
        ],
        learnt: 'What is shown can be worked out, and gets its name by as.',
      },
    ],
  },
  {
    slug: 'where',
    title: 'Where: which rows',
    opens:
      'Most questions are about some of the rows. where keeps those for which a condition is true.',
    steps: [
      {
        asks: 'Show the names of the customers in Germany (DE).',
        begin: 'select name\nfrom customers\nwhere ',
        answer: "select name from customers where country = 'DE'",
        hints: [
          DOUBLE_QUOTES,
          {
            has: /=\s*de\b/,
            says: "Text stands in single quotes: country = 'DE'. Without them DE would be a column.",
          },
          { lacks: /\bwhere\b/, says: 'Behind the table write where, and the condition.' },
        ],
        learnt: 'Text is compared in single quotes, and letter by letter.',
      },
      {
        asks: 'Show the names of the customers in Germany that have the plan team or business.',
        answer: "select name from customers where country = 'DE' and plan in ('team', 'business')",
        hints: [
          DOUBLE_QUOTES,
          {
            has: /and[^()]*\bor\b/,
            lacks: /\(/,
            says: 'and binds before or: put brackets around what or joins, or write plan in (…).',
          },
          {
            has: /plan\s*=\s*'team'\s+and\s+plan\s*=/,
            says: 'No plan is team and business at once: one or the other is meant.',
          },
        ],
        learnt:
          'and asks for both, or for one of them; brackets say what belongs together; in (…) is a short or.',
      },
      {
        asks: 'Show the names of the customers of whom nobody said how many seats they have.',
        answer: 'select name from customers where seats is null',
        hints: [
          {
            has: /=\s*null/,
            says: 'Nothing equals what is empty, not even what is empty itself: write is null.',
          },
          {
            has: /seats\s*=\s*(0|'')/,
            says: 'Empty is neither 0 nor an empty text: write is null.',
          },
        ],
        learnt: 'What is empty is found by is null, and everything else by is not null.',
      },
    ],
  },
  {
    slug: 'order',
    title: 'Order and limit',
    opens:
      'Rows come in no order that one may count on, unless order by says one. limit takes the first of them.',
    steps: [
      {
        asks: 'Show the names of all customers, from A to Z.',
        begin: 'select name\nfrom customers\n',
        answer: 'select name from customers order by name',
        isOrdered: true,
        hints: [
          { lacks: /order\s+by/, says: 'At the end write order by, and by what.' },
          { has: /\bdesc\b/, says: 'desc begins with the last: leave it out.' },
        ],
        learnt: 'order by sorts from the smallest up.',
      },
      {
        asks: 'Show the names and signed_up of the three customers who came last, the latest first.',
        answer: 'select name, signed_up from customers order by signed_up desc limit 3',
        isOrdered: true,
        hints: [
          { has: /limit/, lacks: /order\s+by/, says: 'Without order by, limit takes any three.' },
          {
            has: /order\s+by\s+signed_up(?!\s+desc)/,
            says: 'The latest first: write desc behind the column.',
          },
          { lacks: /limit/, says: 'Only three are asked for: limit 3.' },
        ],
        learnt: 'The greatest first is desc; limit counts after the rows were sorted.',
      },
      {
        asks: 'Show the names and seats of all customers, the most seats first, and those of whom nobody knows it last. Who has as many stands from A to Z.',
        answer: 'select name, seats from customers order by seats desc nulls last, name',
        isOrdered: true,
        hints: [
          {
            has: /seats\s+desc/,
            lacks: /nulls\s+last/,
            says: 'PostgreSQL takes what is empty for the greatest: write nulls last behind desc.',
          },
          {
            has: /nulls\s+last/,
            lacks: /nulls\s+last\s*,\s*name/,
            says: 'Two have nine seats. Behind a comma name what sorts those: name.',
          },
        ],
        learnt:
          'A second column decides between equals, and nulls last puts what is empty at the end.',
      },
    ],
  },
  {
    slug: 'group',
    title: 'Group: how many of each',
    opens:
      'group by puts rows that are alike together, and tells one thing of each group: how many, how much, the greatest.',
    steps: [
      {
        asks: 'How many customers are there? Show one number.',
        begin: 'select \nfrom customers',
        answer: 'select count(*) from customers',
        hints: [
          {
            has: /count\s*\(\s*seats/,
            says: 'count(seats) counts only rows where seats are known: count(*) counts all.',
          },
          { lacks: /count/, says: 'count(*) is the number of rows.' },
        ],
        learnt: 'count(*) counts rows, count(column) those where the column is not empty.',
      },
      {
        asks: 'How many customers are there in each country? Show the country and the number, most first, equals from A to Z.',
        answer:
          'select country, count(*) from customers group by country order by count(*) desc, country',
        isOrdered: true,
        hints: [
          { has: /country/, lacks: /group\s+by/, says: 'For each country means group by country.' },
          { has: /group\s+by/, lacks: /order\s+by/, says: 'Most first: order by count(*) desc.' },
          {
            has: /desc\s*$/,
            says: 'Three countries have one customer: write country behind a comma, so that those are sorted too.',
          },
        ],
        learnt: 'What is shown is what groups are made by, or counts and sums of each group.',
      },
      {
        asks: 'In which countries is there more than one customer? Show the country alone.',
        answer: 'select country from customers group by country having count(*) > 1',
        hints: [
          {
            has: /where\s+count/,
            says: 'where looks at single rows, before they are grouped. A condition on groups is having.',
          },
          {
            lacks: /having/,
            says: 'Behind group by write having, and the condition on the count.',
          },
          {
            has: /select\s+country\s*,/,
            says: 'Only the country is asked for: what is counted in having need not be shown.',
          },
        ],
        learnt: 'where chooses rows, having chooses groups.',
      },
    ],
  },
];
