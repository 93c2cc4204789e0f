// What nobody caught: told with its stack and counted, and the server goes on. No request and no answer of a database
// or of a service may end the process; whoever else has a request under way would pay for it.
import { createLog } from './log.ts';

/** How the log tells of a fault. */
export const FAULT = 'a fault of the program: nobody caught this error, and the server goes on';

let count = 0;

/** How many there were since the process began. */
export const faultCount = (): number => count;

/**
 * To be called once the program has started; what nobody catches before that ends it, as Node has it. To go on is safe:
 * what lasts is changed in transactions only, a session that met an error is not used again, and a request that is left
 * without an answer is cut when nothing has moved on its connection for a while.
 */
export function outliveFaults(): void {
  // Whatever LOG_LEVEL says.
  const log = createLog('error');
  const tell = (kind: string) => (error: unknown) => {
    count++;
    log.error({ err: error ?? String(error), kind }, FAULT);
  };
  process.on('unhandledRejection', tell('unhandledRejection'));
  // Among them are the error events of a socket that nobody listened to.
  process.on('uncaughtException', tell('uncaughtException'));
}
