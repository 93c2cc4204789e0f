// The clock of this computer as the code of a test sees it; timers and `performance.now()` go on as they are.
const RealDate = Date;

/** Puts the clock back; the function that is returned sets it right again. */
export function putClockBack(milliseconds: number): () => void {
  globalThis.Date = class extends RealDate {
    constructor(...given: unknown[]) {
      const [first = RealDate.now() - milliseconds, ...rest] = given;
      super(first as number, ...(rest as []));
    }
    static override now() {
      return RealDate.now() - milliseconds;
    }
  } as DateConstructor;
  return () => void (globalThis.Date = RealDate);
}
