// What was sent to the simulator and not answered yet: what was read before that may be out of date.

/** How many were sent so far, and how many of them have not been answered. */
export interface Sendings {
  sent: number;
  underWay: number;
}

/** Whether what was asked for `then` may not know of all that has been sent by `now`. */
export function isOvertaken(then: Sendings, now: Sendings): boolean {
  return then.underWay > 0 || then.sent !== now.sent;
}
