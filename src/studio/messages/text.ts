import { en, type Messages } from './en.ts';
import { formatFor } from './format.ts';

let inForce: Messages = en;

/** The catalogue of the language in force. */
export function text(): Messages {
  return inForce;
}

/** Puts a catalogue in force, and its way of writing numbers. Components must be drawn again afterwards. */
export function speak(language: string, catalogue: Messages): void {
  formatFor(language);
  inForce = catalogue;
}
