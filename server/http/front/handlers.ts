// What answers the rows of the table of routes: a handler gets a request that has been checked, and gives the answer.
import type { Request, Response } from 'express';
import type {
  AnswerOf,
  BodyOf,
  ParamsOf,
  QueryOf,
  RowName,
  RowOf,
} from '../../../domain/contract/routes.ts';
import type { Change } from '../../catalog/audit/trail.ts';
import type { Member } from '../../identity/member.ts';

/** A request to a row, by somebody who may. */
export interface Asked<Name extends RowName> {
  /** Null where no sign-in is needed. */
  member: RowOf<Name>['least'] extends 'anyone' ? null : Member;
  params: ParamsOf<Name>;
  query: QueryOf<Name>;
  body: BodyOf<Name>;
  /** Only for a row that changes something: makes the change together with its line in the audit. */
  change: RowOf<Name> extends { change: string } ? Change : never;
  request: Request;
  /** For headers; and for whole answers where the row has no JSON of its own, or streams it. */
  response: Response;
}

type GivenBy<Name extends RowName> =
  RowOf<Name> extends { streams: true }
    ? void
    : [AnswerOf<Name>] extends [undefined]
      ? void
      : AnswerOf<Name>;

/** Gives the JSON of the row's answer, or nothing where it has none. Throws Problems. */
export type Handler<Name extends RowName> = (
  asked: Asked<Name>,
) => GivenBy<Name> | Promise<GivenBy<Name>>;

/** One for each of these rows, and none besides. */
export type Handlers<Name extends RowName = RowName> = { [Key in Name]: Handler<Key> };
