type Child = Node | string | null;

/** An element with properties and children; text stays text. */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Readonly<Record<string, string>> = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children.filter((child) => child !== null));
  return made;
}

export interface Option {
  readonly value: string;
  readonly label: string;
  readonly note?: string;
}

/** A group of radio buttons under a legend. */
export function radios(name: string, legend: string, options: readonly Option[]): HTMLFieldSetElement {
  const rows = options.map(({ value, label, note }, index) => {
    const input = element('input', { type: 'radio', name, value, ...(index === 0 && { checked: '' }) });
    const hint = note === undefined ? null : element('span', { class: 'note' }, note);
    return element('label', {}, input, element('span', {}, label), hint);
  });
  return element('fieldset', { class: 'choice' }, element('legend', {}, legend), ...rows);
}

export function chosen(group: HTMLFieldSetElement): string {
  return group.querySelector<HTMLInputElement>('input:checked')!.value;
}

export function choose(group: HTMLFieldSetElement, value: string): void {
  group.querySelector<HTMLInputElement>(`input[value="${value}"]`)!.checked = true;
}
