// Loaded into clasp (NODE_OPTIONS=--import): what it asks Google's servers goes to GOOGLE_ON_LOOPBACK, with the host it meant.
import http from 'node:http';
import https from 'node:https';
import { syncBuiltinESMExports } from 'node:module';

const google = /(^|\.)googleapis\.com$/;
const { hostname, port } = new URL(process.env.GOOGLE_ON_LOOPBACK);
const before = https.request;

https.request = (where, given, hear) => {
  const asked = typeof where === 'string' || where instanceof URL ? new URL(where) : where;
  const options = asked === where ? where : { ...(typeof given === 'function' ? {} : given) };
  const host = asked.hostname ?? asked.host;
  if (!google.test(host)) return before(where, given, hear);
  const headers = { ...options.headers, 'x-meant-for': host };
  const path = asked instanceof URL ? asked.pathname + asked.search : asked.path;
  const { method } = options;
  return http.request(
    { hostname, port, path, method, headers },
    typeof given === 'function' ? given : hear,
  );
};
syncBuiltinESMExports();
