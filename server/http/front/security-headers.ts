// The headers that every answer has, so that a page runs and shows only what is ours.
import type { RequestHandler } from 'express';
import helmet from 'helmet';
import type { IncomingMessage, ServerResponse } from 'node:http';

/** The headers that keep a page from running or framing what is not ours: names and values by turns. */
export function securityHeaders({ isHttps }: { isHttps: boolean }): string[] {
  const headers: string[] = [];
  const response = {
    setHeader: (name: string, value: string) => headers.push(name, value),
    removeHeader: () => {},
  };
  // They are the same for every request, so Helmet is asked once.
  protection({ isHttps })({} as IncomingMessage, response as unknown as ServerResponse, () => {});
  return headers;
}

/** Sets headers that are the same for every answer. */
export function setHeaders(headers: readonly string[]): RequestHandler {
  return (_request, response, next) => {
    setAll(response, headers);
    next();
  };
}

/** Sets headers that are given as names and values by turns. */
export function setAll(response: ServerResponse, headers: readonly string[]): void {
  for (let at = 0; at < headers.length; at += 2) {
    response.setHeader(headers[at] ?? '', headers[at + 1] ?? '');
  }
}

function protection({ isHttps }: { isHttps: boolean }) {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'"],
        // The editor and the tables set styles from their scripts.
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:'],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    },
    xFrameOptions: { action: 'deny' },
    referrerPolicy: { policy: 'same-origin' },
    strictTransportSecurity: isHttps ? { maxAge: 31_536_000 } : false,
    // A CSV is for downloading and IMPORTDATA, but no other page may read it.
    crossOriginResourcePolicy: { policy: 'same-origin' },
  });
}
