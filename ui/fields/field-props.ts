// What every control of a parameter is given, whatever its type.
import type { Choice, Parameter } from '../../domain/contract/parameter.ts';
import type { Entry, TypedEntry } from '../entries.ts';

export interface FieldProps {
  id: string;
  parameter: Parameter;
  entry: TypedEntry;
  onChange: (entry: Entry) => void;
  invalid: boolean;
  describedBy: string;
  loadChoices: (parameter: string) => Promise<Choice[]>;
}
