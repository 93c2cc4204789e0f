// How a menu asks the person for something before it acts.

export interface Field {
  name: string;
  label: string;
  kind: 'line' | 'text' | 'choice' | 'check' | 'moment';
  value: string;
  /** What to choose from, by value. */
  options?: [value: string, caption: string][];
}

export interface Form {
  title: string;
  message?: string;
  fields: Field[];
  button: string;
}

export interface Asking {
  /** What was filled in, by name; null when the person gave up. */
  ask(form: Form): Promise<Record<string, string> | null>;
  confirm(question: { title: string; message: string; button: string }): Promise<boolean>;
}
