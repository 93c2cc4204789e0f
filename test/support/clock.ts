// The clock of this computer as a server in this process sees it; timers and `performance.now()` go on as they are.
import './server.ts';

/** Puts the clock back; the function that is returned sets it right again. */
export async function putClockBack(milliseconds: number): Promise<() => void> {
  const { globalThis: seen } = await builtServer();
  const RealDate = seen.Date;
  seen.Date = class extends RealDate {
    constructor(...given: unknown[]) {
      const [first = RealDate.now() - milliseconds, ...rest] = given;
      super(first as number, ...(rest as []));
    }
    static override now() {
      return RealDate.now() - milliseconds;
    }
  } as DateConstructor;
  return () => void (seen.Date = RealDate);
}
