// Reads what the operating system said about a failed call.

/** The code of a system error, such as ENOENT; empty for any other. */
export function codeOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
}
