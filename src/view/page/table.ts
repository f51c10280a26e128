// The numbers behind a picture: a table to read, a CSV file to keep.
import {download, make} from './dom';

export interface Table {
  name: string; // of the file, without ending
  columns: string[];
  rows: number;
  cell: (row: number, column: number) => string | number;
}

const shownRows = 500;

function csvCell(x: string | number): string {
  const text = String(x);
  return /[",\n\r]/.test(text) || /^[\s=+@-]*[=+@]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
}

export function csvOf(table: Table): string {
  const lines = [table.columns.map(csvCell).join(',')];
  for (let r = 0; r < table.rows; ++r) lines.push(table.columns.map((_, c) => csvCell(table.cell(r, c))).join(','));
  return lines.join('\n') + '\n';
}

export function showTable(title: string, table: Table): void {
  const head = make('tr', {}, ...table.columns.map((c) => make('th', {scope: 'col'}, c)));
  const body = make('tbody');
  for (let r = 0; r < Math.min(table.rows, shownRows); ++r)
    body.append(make('tr', {}, ...table.columns.map((_, c) => make('td', {}, String(table.cell(r, c))))));
  const close = make('button', {type: 'button'}, 'Close'), save = make('button', {type: 'button', class: 'main'}, 'Save as CSV');
  const dialog = make('dialog', {'aria-label': `Numbers: ${title}`},
      make('h2', {}, title),
      make('p', {class: 'note'}, table.rows > shownRows ? `The first ${shownRows} of ${table.rows} rows; the CSV file has all.` : `${table.rows} rows, SI units.`),
      make('div', {class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'Table'}, make('table', {}, make('thead', {}, head), body)),
      make('p', {class: 'buttons'}, save, close));
  save.addEventListener('click', () => download(`${table.name}.csv`, new Blob([csvOf(table)], {type: 'text/csv'})));
  close.addEventListener('click', () => dialog.close());
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}
