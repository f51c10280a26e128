// The phase map of a sweep: regimes and order parameters over one or two keys; a point opens its runs.
import {Axes, drawAcross, drawUp, named, padded, Range} from './axes';
import {Data} from './decode';
import {button, make, select} from './dom';
import {header, helpText, notesOf} from './frame';
import {Pen} from './pen';
import {PlotBox} from './plotbox';
import {human} from './si';
import {codeOf, ColourScale} from './scales';
import {css, currentTheme, palette, Theme} from './theme';
import {SweepFacts, SweepPoint} from './types';

const regimeColours: {[name: string]: string} = {
  quiescent: '#8a94a3', oscillatory: '#2b8fd0', irregular: '#009e73', bursting: '#d55e00', saturated: '#a8589a', latched: '#e69f00',
};
const colourOf = (regime: string) => regimeColours[regime] ?? '#b0561f';

export class SweepPage {
  private readonly facts: SweepFacts;
  private parameter: number;
  private across = 0;
  private readonly map: PlotBox;
  private readonly list: HTMLElement;
  private chosen: SweepPoint | null = null;
  private places: {x: number; y: number; point: SweepPoint}[] = [];

  constructor(data: Data, root: HTMLElement) {
    this.facts = data.facts.sweep!;
    this.parameter = Math.max(0, this.facts.parameters.indexOf('rate_Hz'));
    this.map = new PlotBox({title: 'Phase map', draw: (pen, w, h, theme) => this.draw(pen, w, h, theme), table: () => this.table(), describe: () => `${this.facts.points.length} points over ${this.facts.keys.map((k) => k.key).join(' and ')}.`}, 'map');
    this.list = make('section', {class: 'inspector', 'aria-label': 'Runs of the chosen point', 'aria-live': 'polite'});
    const shown = select('What is drawn', [['-1', 'regime'], ...this.facts.parameters.map((p, k) => [String(k), p] as [string, string])], (value) => {
      this.parameter = Number(value);
      this.map.invalidate();
    });
    const keys = select('Key along the axis', this.facts.keys.map((k, i) => [String(i), k.key]), (value) => {
      this.across = Number(value);
      this.map.invalidate();
    });
    if (this.facts.keys.length > 1) this.parameter = -1;
    shown.value = String(this.parameter);
    const canvas = this.map.canvas;
    canvas.addEventListener('click', (event) => {
      const r = canvas.getBoundingClientRect(), x = event.clientX - r.left, y = event.clientY - r.top;
      const near = this.places.map((p) => ({p, d: Math.hypot(p.x - x, p.y - y)})).sort((a, b) => a.d - b.d)[0];
      if (near && near.d < 24) this.choose(near.p.point);
    });
    root.replaceChildren(header(data.facts, [make('label', {class: 'field'}, 'show ', shown), make('label', {class: 'field'}, 'over ', keys)], helpText.sweep),
        make('div', {class: 'upper'}, make('div', {}, this.map.root, this.legend()), make('div', {class: 'side'}, this.list)), this.points(), notesOf(data.facts, []));
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.map.invalidate());
    this.choose(null);
  }
  private legend(): HTMLElement {
    const row = make('p', {class: 'row'});
    for (const name of [...new Set(this.facts.points.map((p) => p.regime))].filter((r) => r)) {
      const dot = make('span', {class: 'chip', 'aria-hidden': 'true'});
      dot.style.background = colourOf(name);
      row.append(make('span', {class: 'entry'}, dot, ` ${name}`));
    }
    return row;
  }
  // The same for those who do not point: a row for every point
  private points(): HTMLElement {
    const body = make('tbody');
    for (const p of this.facts.points)
      body.append(make('tr', {}, make('td', {}, button(String(p.point), `Runs of point ${p.point}`, () => this.choose(p))), ...p.texts.map((t) => make('td', {}, t)), make('td', {}, p.direction), make('td', {}, p.regime), make('td', {}, human(p.agreement, '', 2))));
    return make('details', {class: 'plot'}, make('summary', {}, `All ${this.facts.points.length} points`),
        make('div', {class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'All points'}, make('table', {}, make('thead', {}, make('tr', {}, ...['point', ...this.facts.keys.map((k) => k.key), 'direction', 'regime', 'agreement'].map((c) => make('th', {scope: 'col'}, c)))), body)));
  }
  private choose(point: SweepPoint | null): void {
    this.chosen = point;
    this.map.invalidate();
    this.list.replaceChildren(make('h2', {}, point ? `Point ${point.point}` : 'Runs'));
    if (!point) {
      this.list.append(make('p', {class: 'note'}, 'Click a point: its runs are listed here, with their pages.'));
      return;
    }
    const rows = make('dl', {});
    this.facts.keys.forEach((k, i) => rows.append(make('div', {}, make('dt', {}, k.key), make('dd', {}, point.texts[i]))));
    rows.append(make('div', {}, make('dt', {}, 'regime'), make('dd', {}, `${point.regime}, ${human(100 * point.agreement, '', 3)} % of the seeds`)));
    const body = make('tbody');
    for (const run of point.runs)
      body.append(make('tr', {}, make('td', {}, run.seed), make('td', {}, run.status === 'ok' ? run.regime : run.status),
          make('td', {}, run.page ? make('a', {href: run.page}, 'film') : run.folder ? make('code', {}, `somn view ${run.folder}`) : 'not kept')));
    this.list.append(make('div', {class: 'card'}, rows), make('table', {}, make('thead', {}, make('tr', {}, ...['seed', 'regime', 'page'].map((c) => make('th', {scope: 'col'}, c)))), body));
  }

  private rangeOf(key: number): {range: Range; place: (p: SweepPoint) => number; words: string[] | null} {
    const values = this.facts.points.map((p) => p.values[key]);
    if (values.every((v) => v !== null)) {
      const numbers = values as number[], low = Math.min(...numbers), high = Math.max(...numbers), log = low > 0 && high >= 30 * low;
      return {range: log ? {low: low / 1.3, high: high * 1.3, log} : padded(low, high, 0.08), place: (p) => p.values[key] as number, words: null};
    }
    const words = [...new Set(this.facts.points.map((p) => p.texts[key]))];
    return {range: {low: -0.6, high: words.length - 0.4}, place: (p) => words.indexOf(p.texts[key]), words};
  }

  private draw(pen: Pen, w: number, h: number, theme: Theme): void {
    const box = {x: 66, y: 12, w: Math.max(20, w - 82), h: Math.max(20, h - 54)}, keys = this.facts.keys, x = this.rangeOf(this.across);
    const second = keys.length > 1 ? (this.across + 1) % keys.length : -1, k = this.parameter;
    const isMap = second >= 0, y = isMap ? this.rangeOf(second) : null;
    const means = this.facts.points.map((p) => (k < 0 ? NaN : p.means[k] ?? NaN)), finite = means.filter(isFinite);
    const axes = new Axes(box, x.range, isMap ? y!.range : k < 0 ? {low: 0, high: 1} : padded(Math.min(...finite, Infinity), Math.max(...finite, -Infinity), 0.12));
    const label = (isAcross: boolean, words: string[] | null) => words?.forEach((text, n) => isAcross ? pen.text(axes.x(n), box.y + box.h + 10, text, {fill: theme.muted, align: 'center', size: 11}) : pen.text(box.x - 6, axes.y(n), text, {fill: theme.muted, align: 'right', size: 11}));
    const unitOf = (name: string) => /_([A-Za-z]+)$/.exec(name)?.[1].match(/^(Hz|A|V|S|s)$/)?.[0] ?? '';
    drawAcross(pen, axes, x.words ? {...theme, muted: 'transparent'} : theme, '', keys[this.across].unit);
    label(true, x.words);
    pen.text(box.x + box.w / 2, box.y + box.h + 28, named(keys[this.across].key, keys[this.across].unit, x.range), {fill: theme.muted, align: 'center', size: 12});
    if (isMap) {
      drawUp(pen, axes, y!.words ? {...theme, muted: 'transparent'} : theme, '', keys[second].unit, 5);
      label(false, y!.words);
      pen.text(12, box.y + box.h / 2, named(keys[second].key, keys[second].unit, axes.up), {fill: theme.muted, align: 'center', size: 12, turn: true});
    } else if (k >= 0) drawUp(pen, axes, theme, this.facts.parameters[k], unitOf(this.facts.parameters[k]), 5);
    const scale: ColourScale = {id: '', label: '', unit: '', palette: 'one-sided', low: Math.min(...finite, Infinity), high: Math.max(...finite, -Infinity), log: false, kind: 'continuous'};
    const colours = palette('one-sided', theme).map((c) => css(c));
    this.places = [];
    this.facts.points.forEach((p, n) => {
      const px = axes.x(x.place(p)) + (p.direction === 'down' ? 4 : p.direction === 'up' ? -4 : 0), py = isMap ? axes.y(y!.place(p)) : k < 0 ? axes.y(0.5) : axes.y(means[n]);
      if (!isFinite(px) || !isFinite(py)) return;
      const error = k >= 0 && !isMap ? p.errors[k] ?? 0 : 0, fill = k < 0 || !isMap ? colourOf(p.regime) : colours[Math.min(254, codeOf(scale, means[n]))];
      if (error > 0) pen.path([px, axes.y(means[n] - error), px, axes.y(means[n] + error)], {stroke: fill, width: 1.5});
      pen.dots([px, py], isMap ? 9 : 5.5, {fill, stroke: theme.panel, width: 1});
      if (this.chosen === p) pen.dots([px, py], isMap ? 13 : 9, {stroke: currentTheme().cursor, width: 2.5});
      this.places.push({x: px, y: py, point: p});
    });
  }
  private table() {
    const f = this.facts, columns = ['point', ...f.keys.map((k) => k.key), 'direction', 'regime', 'agreement', ...f.parameters];
    return {name: 'phase_map', columns, rows: f.points.length, cell: (r: number, c: number) => {
      const p = f.points[r], n = f.keys.length;
      return c === 0 ? p.point : c <= n ? p.texts[c - 1] : c === n + 1 ? p.direction : c === n + 2 ? p.regime : c === n + 3 ? p.agreement : p.means[c - n - 4] ?? '';
    }};
  }
}
