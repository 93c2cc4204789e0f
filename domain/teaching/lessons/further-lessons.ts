// The other four lessons: tables together, dates, parameters, and whether a result is right.
import type { Lesson } from './lesson.ts';

export const furtherLessons: readonly Lesson[] = [
  {
    slug: 'join',
    title: 'Join: two tables together',
    opens:
      'An invoice knows its customer by a number only. join puts beside each row of one table the rows of another that belong to it; on says what belongs together.',
    steps: [
      {
        asks: 'Show the number of each invoice, and the name of the customer who got it.',
        begin: 'select i.number, \nfrom invoices i\njoin customers c on ',
        answer: 'select i.number, c.name from invoices i join customers c on c.id = i.customer',
        hints: [
          { lacks: /\bon\b|\busing\b/, says: 'Say what belongs together: on c.id = i.customer.' },
          {
            has: /on\s+(c\.id\s*=\s*i\.number|i\.number\s*=\s*c\.id)/,
            says: 'The number of an invoice is its own. Its customer stands in i.customer.',
          },
        ],
        learnt: 'A join finds for each row what belongs to it, by what both tables know.',
      },
      {
        asks: 'Show the names of the customers who never got an invoice.',
        begin: 'select c.name\nfrom customers c\njoin invoices i on i.customer = c.id',
        answer:
          'select c.name from customers c left join invoices i on i.customer = c.id where i.number is null',
        hints: [
          {
            has: /(?<!left )(?<!left outer )join/,
            lacks: /not\s+(exists|in)/,
            says: 'join leaves out whoever has no match. left join keeps them, with nothing beside them.',
          },
          {
            has: /left\s+(outer\s+)?join/,
            lacks: /is\s+null/,
            says: 'Now keep those beside whom nothing stands: where i.number is null.',
          },
        ],
        learnt: 'left join keeps rows without a match, and is null finds them.',
      },
      {
        asks: 'Show each customer’s name and the sum of their invoices, 0 for those who have none.',
        answer:
          'select c.name, coalesce(sum(i.amount), 0) from customers c left join invoices i on i.customer = c.id group by c.id, c.name',
        hints: [
          {
            lacks: /left\s+(outer\s+)?join/,
            says: 'Those without an invoice are to stay: left join.',
          },
          {
            has: /sum/,
            lacks: /coalesce|case/,
            says: 'The sum of nothing is empty. coalesce(sum(…), 0) makes it 0.',
          },
          { lacks: /group\s+by/, says: 'For each customer: group by.' },
        ],
        learnt: 'After a left join a sum may be empty, and coalesce says what counts instead.',
      },
    ],
  },
  {
    slug: 'dates',
    title: 'Dates: days, months, and their ends',
    opens:
      "A date is written as year-month-day in single quotes: date '2026-03-01'. Dates are compared like numbers.",
    steps: [
      {
        asks: 'Show the numbers of the invoices that were sent in March 2026.',
        begin: 'select number\nfrom invoices\nwhere ',
        answer: "select number from invoices where sent >= '2026-03-01' and sent < '2026-04-01'",
        hints: [
          {
            has: /like/,
            says: 'A date is no text: compare it with the first day of March, and the first of April.',
          },
          { has: /=\s*(date\s*)?'2026-03'/, says: "A date has a day: '2026-03-01'." },
          {
            has: /<=\s*(date\s*)?'2026-04-01'/,
            says: 'The first of April is in April: write < instead of <=.',
          },
        ],
        learnt:
          'From the first day on (>=), up to before the first of the next month (<): so no day is lost or counted twice.',
      },
      {
        asks: 'How many customers signed up in each month? Show the first day of the month and the number, in order.',
        begin: 'select \nfrom customers\n',
        answer:
          "select date_trunc('month', signed_up)::date, count(*) from customers group by 1 order by 1",
        isOrdered: true,
        hints: [
          {
            has: /extract|date_part/,
            says: "extract gives 3 for the March of each year. date_trunc('month', …) gives the first day of that very month.",
          },
          {
            has: /date_trunc/,
            lacks: /::\s*date|as\s+date/,
            says: 'date_trunc gives a time. Write ::date behind it for the day.',
          },
          {
            lacks: /group\s+by/,
            says: 'In each month: group by it. group by 1 means the first column.',
          },
        ],
        learnt:
          'date_trunc gives the beginning of a month, week or year, and one can group by that.',
      },
      {
        begin: 'select number, \nfrom invoices\n',
        asks: 'Show number and days of each invoice that was paid: how many days after it was sent.',
        answer: 'select number, paid - sent as days from invoices where paid is not null',
        isNamed: true,
        hints: [
          { has: /sent\s*-\s*paid/, says: 'The later day comes first: paid - sent.' },
          { lacks: /paid\s+is\s+not\s+null/, says: 'Only those that were paid: paid is not null.' },
          { lacks: /as\s+days/, says: 'The column is to be called days.' },
        ],
        learnt: 'One date minus another is a number of days.',
      },
    ],
  },
  {
    slug: 'parameters',
    title: 'Parameters: ask it again for Y',
    opens:
      'A parameter is a value that whoever runs the query fills in, such as :country. It stands where a value would, without quotes. Each step is tried with several values.',
    parameters: [
      { name: 'country', type: 'text', optional: true },
      { name: 'since', type: 'date', optional: true },
    ],
    tries: [
      { country: 'DE', since: '2026-02-01' },
      { country: 'FR', since: '2026-03-01' },
      { country: null, since: '2026-04-01' },
    ],
    steps: [
      {
        asks: 'Show the names of the customers who signed up on the day :since, or later.',
        begin: "select name\nfrom customers\nwhere signed_up >= date '2026-02-01'",
        answer: 'select name from customers where signed_up >= :since',
        hints: [
          {
            has: /':since'/,
            says: 'A parameter stands without quotes: in them it would be a text.',
          },
          { lacks: /:since/, says: 'Write :since in the place of the day.' },
          { has: />\s*:since/, says: 'The day itself counts too: >=.' },
        ],
        learnt: 'A parameter is bound as a value: nobody can write SQL into it.',
      },
      {
        asks: 'The same, of the country :country alone; all countries where nothing is filled in.',
        answer:
          'select name from customers where signed_up >= :since and (:country::text is null or country = :country)',
        hints: [
          { lacks: /:country/, says: 'Compare the country with :country.' },
          {
            lacks: /is\s+null|coalesce/,
            says: 'What is left empty is null, which nothing equals: (:country is null or country = :country).',
          },
          {
            has: /\bor\b/,
            lacks: /\(/,
            says: 'and binds before or: put brackets around what or joins.',
          },
        ],
        learnt: 'So one query serves both: some of the rows, and all of them.',
      },
    ],
  },
  {
    slug: 'is-it-right',
    title: 'Is it right?',
    opens:
      'A query can run, and its number be wrong. Here are texts that look right. Find what is wrong with each, and mend it.',
    steps: [
      {
        asks: 'How many customers got an invoice? Someone wrote this, and it counts too many.',
        begin: 'select count(*)\nfrom customers c\njoin invoices i on i.customer = c.id',
        answer: 'select count(distinct customer) from invoices',
        hints: [
          {
            has: /count\s*\(\s*\*/,
            says: 'A customer with two invoices stands there twice after the join. Count the different ones: count(distinct …).',
          },
        ],
        learnt: 'A join makes a row for each match: before you count or add up, ask what a row is.',
      },
      {
        asks: 'What is the average number of seats, where those of whom nobody knows it count as 0? Someone wrote this, and it gives too much.',
        begin: 'select round(avg(seats), 2)\nfrom customers',
        answer: 'select round(avg(coalesce(seats, 0)), 2) from customers',
        hints: [
          { has: /where/, says: 'That leaves rows out. All are to count, the empty ones as 0.' },
          {
            lacks: /coalesce|sum|case/,
            says: 'avg passes over what is empty. coalesce(seats, 0) makes it 0.',
          },
        ],
        learnt: 'Averages and counts pass over what is empty: say what it should count as.',
      },
      {
        asks: 'Show the names of all customers with the number of invoices that are not paid, 0 for none. Someone wrote this, and some customers are missing.',
        begin:
          'select c.name, count(i.number)\nfrom customers c\nleft join invoices i on i.customer = c.id\nwhere i.number is not null and i.paid is null\ngroup by c.id, c.name',
        answer:
          'select c.name, count(i.number) from customers c left join invoices i on i.customer = c.id and i.paid is null group by c.id, c.name',
        hints: [
          {
            has: /where[\s\S]*i\.(paid|number)/,
            says: 'where drops the rows that left join has kept. Put the condition into on: … and i.paid is null.',
          },
          {
            has: /count\s*\(\s*\*/,
            says: 'count(*) counts the row of who has none, too. Count i.number.',
          },
        ],
        learnt: 'After a left join, what is asked of the second table belongs into on.',
      },
    ],
  },
];
