// A service or object that belongs to one execution of a script: it counts its calls there, and acts as its person.
import type { Execution } from '../execution.ts';
import { Service } from './service.ts';

export abstract class BoundService extends Service {
  constructor(readonly execution: Execution) {
    super();
  }
}
