// Elements. Text of files only ever becomes textContent or an attribute.

type Attributes = {[name: string]: string | number | boolean | undefined};

export function make<K extends keyof HTMLElementTagNameMap>(
    tag: K, attributes: Attributes = {}, ...children: (Node | string)[]): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes))
    if (value === true) element.setAttribute(name, '');
    else if (value !== false && value !== undefined) element.setAttribute(name, String(value));
  element.append(...children);
  return element;
}

export function button(label: string, title: string, onClick: () => void, kind = ''): HTMLButtonElement {
  // who speaks to the page says what is written on the button
  const name = /[a-z]/i.test(label) && !title.toLowerCase().includes(label.toLowerCase()) ? `${label}: ${title}` : title;
  const element = make('button', {type: 'button', title, class: kind, 'aria-label': name}, label);
  element.addEventListener('click', onClick);
  return element;
}

export function select(label: string, options: [string, string][], onChange: (value: string) => void): HTMLSelectElement {
  const element = make('select', {'aria-label': label, title: label});
  for (const [value, text] of options) element.append(make('option', {value}, text));
  element.addEventListener('change', () => onChange(element.value));
  return element;
}

// Tells screen readers, and everybody for a while.
export function tell(text: string): void {
  const place = document.getElementById('told');
  if (!place) return;
  place.textContent = text;
  place.classList.add('shown');
  clearTimeout(Number(place.dataset.timer));
  place.dataset.timer = String(setTimeout(() => place.classList.remove('shown'), 4000));
}

// An error belongs on the page, where the reader is.
export function fail(error: unknown): void {
  const text = error instanceof Error ? error.message : String(error);
  let place = document.getElementById('error');
  if (!place) {
    place = make('div', {id: 'error', role: 'alert'});
    document.body.prepend(place);
  }
  place.textContent = `This page met an error and may not be complete: ${text}`;
  document.getElementById('loading')?.remove();
}

export function download(name: string, content: Blob): void {
  const address = URL.createObjectURL(content);
  const link = make('a', {href: address, download: name});
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 10000);
}
