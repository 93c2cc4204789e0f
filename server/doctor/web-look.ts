// A short look at an address on the web, for the doctor.

const answerWithinMs = 5000;

export interface Look {
  status: number;
  text: string;
  /** What the other side thinks the time is. */
  date: Date | null;
}

/** What is at the address, or a few words on why nothing answers. */
export async function lookAt(url: string): Promise<Look | string> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(answerWithinMs) });
    const date = response.headers.get('date');
    return {
      status: response.status,
      text: (await response.text()).slice(0, 100_000),
      date: date === null ? null : new Date(date),
    };
  } catch (error) {
    return reasonOf(error);
  }
}

/** The words of the innermost error, which is the one that tells something. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? reasonOf(error.cause) : error.message || error.name;
}
