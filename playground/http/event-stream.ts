// Tells every open page of what happens (server-sent events).
import type { Request, Response } from 'express';

const heartbeatMs = 20_000;

export class EventStream<Event> {
  private readonly listeners = new Set<Response>();
  private readonly heartbeat = setInterval(() => this.write(':\n\n'), heartbeatMs).unref();

  send(event: Event): void {
    this.write(`data: ${JSON.stringify(event)}\n\n`);
  }

  open(_request: Request, response: Response): void {
    response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
    response.write('retry: 1000\n\n');
    this.listeners.add(response);
    response.on('close', () => this.listeners.delete(response));
  }

  /** Ends all streams, which would otherwise keep the server from stopping. */
  close(): void {
    clearInterval(this.heartbeat);
    for (const response of this.listeners) response.end();
  }

  private write(text: string): void {
    for (const response of this.listeners) response.write(text);
  }
}
