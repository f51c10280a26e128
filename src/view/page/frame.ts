// What stands around every page: heading, help, notes.
import {button, make} from './dom';
import {Facts} from './types';

export const helpText = {
  run: [
    ['space', 'play, pause'], [', and .', 'previous, next event'], ['< and >', 'slower, faster'], ['[ and ]', 'begin, end of the interval at this moment'], ['Esc', 'no interval'], ['f', 'fit the film'],
    ['in the film', 'drag to move, wheel to zoom, click to pin; arrow keys, + and −, n and p'], ['on the time axis', 'drag an interval, click a moment, wheel to zoom, double-click for all'],
    ['an avalanche', 'click it: it is played from its first junction to its last'],
  ],
  network: [['in the film', 'drag to move, wheel to zoom, click to pin; arrow keys, + and −, n and p'], ['f', 'fit']],
  sweep: [['a point', 'click it, or press Enter on its row: its runs are listed']],
} as {[kind: string]: [string, string][]};

export function header(facts: Facts, tools: Node[], help: [string, string][]): HTMLElement {
  const about = make('dl', {class: 'about'});
  for (const [name, value] of facts.about) about.append(make('div', {}, make('dt', {}, name), make('dd', {}, value)));
  const showHelp = () => {
    const list = make('dl', {class: 'help'});
    for (const [name, what] of help) list.append(make('div', {}, make('dt', {}, name), make('dd', {}, what)));
    const close = make('button', {type: 'button'}, 'Close'), dialog = make('dialog', {'aria-label': 'Help'}, make('h2', {}, 'Keys and gestures'), list, make('p', {class: 'buttons'}, close));
    close.addEventListener('click', () => dialog.close());
    dialog.addEventListener('close', () => dialog.remove());
    document.body.append(dialog);
    dialog.showModal();
  };
  return make('header', {}, make('h1', {}, facts.title), make('div', {class: 'bar'}, ...tools, button('?', 'Help', showHelp)), about);
}

export function notesOf(facts: Facts, more: string[]): HTMLElement {
  const list = make('ul', {}, ...[...facts.notes, ...more].map((note) => make('li', {}, note)));
  return make('footer', {}, ...(list.childElementCount ? [make('h2', {}, 'What is shown, and what is not'), list] : []),
      make('p', {class: 'note'}, `Made by somnspice ${facts.version}. Viridis: S. van der Walt and N. Smith (CC0); colours: M. Okabe and K. Ito.`));
}
