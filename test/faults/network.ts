// A network between Sheetfeed and a data source that can be broken in every way that networks break.
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

interface Pair {
  /** Towards Sheetfeed. */
  near: Socket;
  /** Towards the data source. */
  far: Socket;
  /** What it said first: of a session, its settings, such as its `application_name`. */
  greeting: string;
}

export class Network {
  readonly #server: Server;
  readonly #pairs = new Set<Pair>();
  #target: { host: string; port: number };
  /** Whose greetings are refused, and whose connections are silent; null: nobody's. */
  #refused: string | null = null;
  #hushed: string | null = null;

  constructor(target: { host: string; port: number }) {
    this.#target = target;
    this.#server = createServer((near) =>
      this.#join({ near, far: connect(this.#target), greeting: '' }),
    );
  }

  /** One before the server of this URL, and the URL that leads through it. */
  static async before(url: string): Promise<{ network: Network; url: string }> {
    const address = new URL(url);
    const network = new Network({ host: address.hostname, port: Number(address.port) });
    address.host = `127.0.0.1:${await network.open()}`;
    return { network, url: address.href };
  }

  #join(pair: Pair): void {
    const { near, far } = pair;
    this.#pairs.add(pair);
    near.on('error', () => undefined);
    far.on('error', () => undefined);
    near.on('close', () => far.destroy());
    far.on('close', () => near.destroy());
    near.once('close', () => this.#pairs.delete(pair));
    near.pipe(far);
    far.pipe(near);
    near.once('data', (greeting) => {
      pair.greeting = greeting.toString('latin1');
      this.#treat(pair);
    });
    this.#treat(pair);
  }

  #treat(pair: Pair): void {
    if (isOf(pair, this.#refused)) pair.near.resetAndDestroy();
    if (isOf(pair, this.#hushed)) hush(pair);
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

  /** Nothing gets through from now on, and nobody is told; `whose` limits it to some greetings, here and below. */
  fallSilent(whose = ''): void {
    this.#hushed = whose;
    for (const pair of this.#pairs) this.#treat(pair);
  }

  /** Every connection breaks, as seen from both sides, and new ones break too. */
  refuse(whose = ''): void {
    this.#refused = whose;
    for (const pair of [...this.#pairs]) this.#treat(pair);
  }

  /** Breaks every connection with a reset; the other side is told by an ordinary end. */
  reset(side: 'near' | 'far', whose = ''): void {
    for (const pair of [...this.#pairs]) if (isOf(pair, whose)) pair[side].resetAndDestroy();
  }

  /** Works again; what was on its way while it was silent is lost with its connections. */
  heal(): void {
    if (this.#hushed !== null) this.reset('far', this.#hushed);
    this.#hushed = this.#refused = null;
  }

  close(): void {
    this.reset('near');
    this.#server.close();
  }
}

const isOf = ({ greeting }: Pair, whose: string | null) =>
  whose !== null && greeting.includes(whose);

function hush({ near, far }: Pair): void {
  near.unpipe(far);
  far.unpipe(near);
  near.pause();
  far.pause();
}
