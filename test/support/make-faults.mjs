// Loaded into a server that a test starts: makes faults, each when the address of a request asks for it.
import { EventEmitter } from 'node:events';
import http from 'node:http';

const faults = {
  '/healthz?rejection': () => void Promise.reject(new Error('a planted rejection')),
  '/healthz?exception': () => {
    throw new Error('a planted exception');
  },
  '/healthz?event': () => void new EventEmitter().emit('error', new Error('a planted event')),
  '/healthz?odd': () => void Promise.reject(undefined),
};

const { emit } = http.Server.prototype;
http.Server.prototype.emit = function (name, ...given) {
  if (name === 'request') setImmediate(faults[given[0].url] ?? (() => {}));
  return emit.call(this, name, ...given);
};
