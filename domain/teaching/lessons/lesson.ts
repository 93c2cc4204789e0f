// What a lesson is, and the small tables that all lessons ask: they come with each text, so that a lesson needs no table of the team's.
import type { Parameter, Values } from '../../contract/parameter.ts';

export interface Step {
  /** What the learner is to find out, as a colleague would ask it. */
  asks: string;
  /** What gives it; the learner's text need only give the same. */
  answer: string;
  /** The text that the step begins with; by default what the step before came to. */
  begin?: string;
  /** The rows must come in this order. */
  isOrdered?: boolean;
  /** The columns must be called as the answer's are. */
  isNamed?: boolean;
  /** By what was written, the first that fits. */
  hints: readonly Hint[];
  /** Said once it is right. */
  learnt: string;
}

export interface Hint {
  /** Of the text in small letters, without comments: a pattern that it has, or lacks. */
  has?: RegExp;
  lacks?: RegExp;
  says: string;
}

export interface Lesson {
  slug: string;
  title: string;
  /** Before the first step, in two or three sentences. */
  opens: string;
  /** Declared for all of its steps; a right text is right for each of these values. */
  parameters?: readonly Parameter[];
  tries?: readonly Values[];
  steps: readonly Step[];
}

interface TaughtTable {
  name: string;
  says: string;
  columns: readonly { name: string; says: string }[];
  /** As SQL writes them. */
  rows: string;
}

/** What the lessons ask. */
export const TABLES: readonly TaughtTable[] = [
  {
    name: 'customers',
    says: 'One row for each customer.',
    columns: [
      { name: 'id', says: 'The number that invoices know the customer by.' },
      { name: 'name', says: 'The name of the company.' },
      { name: 'country', says: 'Two letters, such as DE.' },
      { name: 'plan', says: 'starter, team or business.' },
      { name: 'seats', says: 'How many people may use it; empty where nobody said.' },
      { name: 'signed_up', says: 'The day on which they signed up.' },
    ],
    rows: `(1, 'Maple Optics', 'DE', 'team', 12, date '2026-01-08'), (2, 'Kiln', 'FR', 'starter', 3, date '2026-01-21'),
      (3, 'Ocre', 'FR', 'team', 9, date '2026-02-02'), (4, 'Birch', 'DE', 'business', 40, date '2026-02-17'),
      (5, 'Tern', 'PT', 'starter', null, date '2026-02-28'), (6, 'Quill', 'DE', 'starter', 2, date '2026-03-05'),
      (7, 'Alder', 'JP', 'business', 65, date '2026-03-31'), (8, 'Slate', 'DE', 'team', 9, date '2026-04-01')`,
  },
  {
    name: 'invoices',
    says: 'Each bill that was sent.',
    columns: [
      { name: 'number', says: 'The number that stands on it.' },
      { name: 'customer', says: 'The id of the customer who got it.' },
      { name: 'amount', says: 'What is to be paid, in euros.' },
      { name: 'sent', says: 'The day on which it was sent.' },
      { name: 'paid', says: 'The day on which it was paid; empty until then.' },
    ],
    rows: `('A1', 1, 99.00, date '2026-02-01', date '2026-02-09'), ('A2', 2, 19.00, date '2026-02-01', null),
      ('A3', 3, 99.00, date '2026-03-01', date '2026-03-03'), ('A4', 1, 99.00, date '2026-03-01', date '2026-03-20'),
      ('A5', 4, 499.00, date '2026-03-01', date '2026-03-02'), ('A6', 2, 19.00, date '2026-03-01', date '2026-03-30'),
      ('A7', 4, 499.00, date '2026-04-01', null), ('A8', 6, 19.00, date '2026-04-01', date '2026-04-02'),
      ('A9', 7, 499.00, date '2026-04-01', null)`,
  },
];

/** The text as it runs: with the tables of the lessons before it, in one line, so that a problem is at the learner's own lines after the first. */
export function asRun(sql: string): string {
  const tables = TABLES.map(
    ({ name, columns, rows }) =>
      `${name} (${columns.map((column) => column.name).join(', ')}) as (values ${rows.replace(/\s+/g, ' ')})`,
  ).join(', ');
  const own = /^\s*with\s+(recursive\s+)?/i.exec(sql);
  if (own === null) return `with ${tables}\n${sql}`;
  return `with ${own[1] ?? ''}${tables},\n${sql.slice(own[0].length)}`;
}
