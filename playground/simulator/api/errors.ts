// What Google's APIs answer when they refuse: the Sheets API in the form of google.rpc.Status, Drive in its own.
import { SheetsError } from '../errors.ts';

const statuses = {
  INVALID_ARGUMENT: 400,
  UNAUTHENTICATED: 401,
  PERMISSION_DENIED: 403,
  NOT_FOUND: 404,
  RESOURCE_EXHAUSTED: 429,
  INTERNAL: 500,
  UNAVAILABLE: 503,
} as const;

export type Status = keyof typeof statuses;

/** A refusal by the Sheets API. */
export class ApiError extends Error {
  constructor(
    readonly status: Status,
    message: string,
    readonly details: object[] = [],
  ) {
    super(message);
  }

  get code(): number {
    return statuses[this.status];
  }

  get body(): object {
    const { code, message, status, details } = this;
    return { error: { code, message, status, ...(details.length > 0 ? { details } : {}) } };
  }
}

/** A refusal by Drive v3. */
export class DriveError extends Error {
  constructor(
    readonly code: number,
    readonly reason: string,
    message: string,
    readonly location?: string,
  ) {
    super(message);
  }

  get body(): object {
    const { code, reason, message, location } = this;
    const place = location === undefined ? {} : { locationType: 'parameter', location };
    return { error: { code, message, errors: [{ message, domain: 'global', reason, ...place }] } };
  }
}

export function invalid(message: string): ApiError {
  return new ApiError('INVALID_ARGUMENT', message);
}

/** With what is wrong field by field, as Google's JSON reader tells it. */
export function invalidFields(violations: { field: string; description: string }[]): ApiError {
  const fieldViolations = violations.map(({ field, description }) => ({
    ...(field === '' ? {} : { field }),
    description,
  }));
  const message = violations.map(({ description }) => description).join('\n');
  return new ApiError('INVALID_ARGUMENT', message, [
    { '@type': 'type.googleapis.com/google.rpc.BadRequest', fieldViolations },
  ]);
}

export const notFound = () => new ApiError('NOT_FOUND', 'Requested entity was not found.');

export const mayNot = () =>
  new ApiError('PERMISSION_DENIED', 'The caller does not have permission');

/** Runs it so that what the workbook refuses is refused in the API's form, with the place before it. */
export function refusedAt<T>(place: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    const isRefusal =
      error instanceof SheetsError ||
      (error instanceof ApiError && error.status === 'INVALID_ARGUMENT');
    if (!isRefusal) throw error;
    throw invalid(place === '' ? error.message : `Invalid ${place}: ${error.message}`);
  }
}
