/** What the picker offers; some systems know none of these endings and then show everything. */
const PICKED = 'image/*,.json,.zip,.ckpt,.pt,.safetensors';

/** Asks for files. */
export function pickFiles(onPicked: (files: readonly File[]) => void): void {
  const input = document.createElement('input');
  input.type = 'file';
  input.accept = PICKED;
  input.multiple = true;
  input.onchange = () => onPicked([...(input.files ?? [])]);
  input.click();
}
