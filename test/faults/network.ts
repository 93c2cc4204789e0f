// A network between Sheetfeed and a data source that can be broken in every way that networks break.
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

interface Pair {
  /** Towards Sheetfeed. */
  near: Socket;
  /** Towards the data source. */
  far: Socket;
}

export class Network {
  readonly #server: Server;
  readonly #pairs = new Set<Pair>();
  #target: { host: string; port: number };
  #isSilent = false;
  #isRefusing = false;

  constructor(target: { host: string; port: number }) {
    this.#target = target;
    this.#server = createServer((near) => this.#join({ near, far: connect(this.#target) }));
  }

  #join(pair: Pair): void {
    const { near, far } = pair;
    this.#pairs.add(pair);
    near.on('error', () => undefined);
    far.on('error', () => undefined);
    near.on('close', () => far.destroy());
    far.on('close', () => near.destroy());
    near.once('close', () => this.#pairs.delete(pair));
    if (this.#isRefusing) near.resetAndDestroy();
    near.pipe(far);
    far.pipe(near);
    if (this.#isSilent) hush(pair);
  }

  /** Opens it; the port on this computer that leads to the target. */
  async open(): Promise<number> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    return (this.#server.address() as AddressInfo).port;
  }

  /** Leads to another server from now on; the connections to the one before are closed. */
  leadTo(target: { host: string; port: number }): void {
    this.#target = target;
    this.reset('far');
  }

  /** Nothing gets through from now on, and nobody is told. */
  fallSilent(): void {
    this.#isSilent = true;
    for (const pair of this.#pairs) hush(pair);
  }

  /** Every connection breaks, as seen from both sides, and new ones break too. */
  refuse(): void {
    this.#isRefusing = true;
    this.reset('near');
  }

  /** Breaks every connection with a reset; the other side is told by an ordinary end. */
  reset(side: 'near' | 'far'): void {
    for (const pair of [...this.#pairs]) pair[side].resetAndDestroy();
  }

  /** Works again; what was on its way while it was silent is lost with its connections. */
  heal(): void {
    if (this.#isSilent) this.reset('far');
    this.#isSilent = this.#isRefusing = false;
  }

  close(): void {
    this.reset('near');
    this.#server.close();
  }
}

function hush({ near, far }: Pair): void {
  near.unpipe(far);
  far.unpipe(near);
  near.pause();
  far.pause();
}
