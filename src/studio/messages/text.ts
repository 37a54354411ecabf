import { en, type Messages } from './en.ts';

/** The catalogue of the language in force. */
export function text(): Messages {
  return en;
}
