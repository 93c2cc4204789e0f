// The table of routes: one row for each path and method. From it follow who may ask, what a request may hold, the
// audit, the description of the interface, and how the pages ask. A route that is not here does not exist for anybody.
import type { z } from 'zod';
import { paths, type NamesIn, type PathName } from '../routes.ts';
import type { Method, Row } from './row.ts';
import { adminRows } from './routes/admins.ts';
import { alertRows } from './routes/alerts.ts';
import { authorRows } from './routes/authors.ts';
import { boardRows } from './routes/boards.ts';
import { commentRows } from './routes/comments.ts';
import { dataWordsRows } from './routes/data-words.ts';
import { dependentRows } from './routes/dependents.ts';
import { frozenRows } from './routes/frozen.ts';
import { googleGrantRows } from './routes/google-grants.ts';
import { hookRows } from './routes/hooks.ts';
import { linkRows } from './routes/links.ts';
import { operationRows } from './routes/operation.ts';
import { pageRows } from './routes/pages.ts';
import { queryRows } from './routes/queries.ts';
import { rangeScheduleRows } from './routes/range-schedules.ts';
import { resultRows } from './routes/results.ts';
import { sentListRows } from './routes/sent-lists.ts';
import { sheetTableRows } from './routes/sheet-tables.ts';
import { signInRows } from './routes/sign-in.ts';
import { slackChannelRows } from './routes/slack-channels.ts';
import { subscriptionRows } from './routes/subscriptions.ts';
import { variationRows } from './routes/variations.ts';

/** By method and the name of the path. Of two that fit an address the first counts: `/q/:slug.csv` before `/q/:slug`. */
export const table = {
  ...resultRows,
  ...frozenRows,
  ...sentListRows,
  ...pageRows,
  ...linkRows,
  ...signInRows,
  ...queryRows,
  ...variationRows,
  ...dataWordsRows,
  ...dependentRows,
  ...alertRows,
  ...hookRows,
  ...commentRows,
  ...slackChannelRows,
  ...boardRows,
  ...subscriptionRows,
  ...rangeScheduleRows,
  ...googleGrantRows,
  ...sheetTableRows,
  ...authorRows,
  ...adminRows,
  ...operationRows,
} as const;

export type Table = typeof table;
/** The name of a row: `PUT query`. */
export type RowName = keyof Table;
export type RowOf<Name extends RowName> = Table[Name];

type PathOf<Name extends RowName> = Name extends `${Method} ${infer Path extends PathName}`
  ? (typeof paths)[Path]
  : never;

/** A row's method and path in one text: `PUT /api/queries/:slug`. */
export type Route = {
  [Name in RowName]: Name extends `${infer Verb} ${PathName}` ? `${Verb} ${PathOf<Name>}` : never;
}[RowName];

/** What varies in the row's path. */
export type ParamsOf<Name extends RowName> =
  RowOf<Name> extends { params: infer Schema extends z.ZodObject }
    ? z.output<Schema>
    : Record<NamesIn<PathOf<Name>>[number], string>;

export type QueryOf<Name extends RowName> =
  RowOf<Name> extends { query: infer Schema extends z.ZodObject } ? z.output<Schema> : undefined;

export type BodyOf<Name extends RowName> =
  RowOf<Name> extends { body: infer Schema extends z.ZodType } ? z.output<Schema> : undefined;

/** What a caller gives for them. */
export type ParamsInputOf<Name extends RowName> = Record<
  NamesIn<PathOf<Name>>[number],
  string | number
>;

/** The same as a caller may send them: what has a default may be left out. */
export type QueryInputOf<Name extends RowName> =
  RowOf<Name> extends { query: infer Schema extends z.ZodObject } ? z.input<Schema> : undefined;
export type BodyInputOf<Name extends RowName> =
  RowOf<Name> extends { body: infer Schema extends z.ZodType } ? z.input<Schema> : undefined;

type JsonAmong<Answers> = Extract<Answers[keyof Answers], z.ZodType>;

/** The JSON that the row answers with; `undefined` where it has none. */
export type AnswerOf<Name extends RowName> = [JsonAmong<RowOf<Name>['answers']>] extends [never]
  ? undefined
  : z.output<JsonAmong<RowOf<Name>['answers']>>;

/** A row with its name, and where it is. */
export interface RoutedRow extends Row {
  name: RowName;
  method: Method;
  path: string;
  route: Route;
}

/** All rows in the order in which they are asked whether they fit. */
export const rows: readonly RoutedRow[] = Object.entries(table).map(([key, row]) => {
  const name = key as RowName;
  const [method, pathName] = key.split(' ') as [Method, PathName];
  const path = paths[pathName];
  return { ...row, name, method, path, route: `${method} ${path}` as Route };
});
