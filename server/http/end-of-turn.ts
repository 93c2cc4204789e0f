// Sends small answers together at the end of the event loop's turn. Sending one costs the kernel more than making it,
// most of all to wake who waits for it: a proxy with many connections is then woken once and not for each.

let waiting: (() => void)[] = [];

/** Does it when all requests that have come are looked at. */
export function atEndOfTurn(send: () => void): void {
  if (waiting.length === 0) setImmediate(sendAll);
  waiting.push(send);
}

function sendAll(): void {
  const all = waiting;
  waiting = [];
  for (const send of all) sendOne(send);
}

// Of an error it is nobody's to catch, which must not keep the others from being sent.
function sendOne(send: () => void): void {
  try {
    send();
  } catch (error) {
    setImmediate(() => {
      throw error;
    });
  }
}
