// The page of a network alone: what it is made of, who carries current, who is between whom.
import {Data} from './decode';
import {button, make, select} from './dom';
import {exportPng, exportSvg} from './export';
import {Looks} from './film';
import {header, helpText, notesOf} from './frame';
import {codeOf, ColourScale} from './scales';
import {Scene} from './scene';
import {human} from './si';
import {Stage} from './stage';
import {fromFragment, Store, View} from './store';
import {showTable, Table} from './table';

interface Quantity {
  scale: ColourScale;
  value: (junction: number) => number; // NaN: none
  text: (junction: number) => string;
  unknown: string; // what a junction without it is called; '' where all have it
}

const none = 0xffffffff;

export class NetworkPage {
  readonly store: Store;
  readonly scene: Scene;
  readonly stage: Stage;
  private readonly quantities: Quantity[];
  private readonly looks: Looks;
  private readonly card: HTMLElement;

  constructor(private readonly data: Data, root: HTMLElement) {
    this.scene = new Scene(data);
    this.quantities = this.quantitiesOf();
    const n = this.scene.n;
    this.store = new Store({...this.blank(), ...fromFragment(location.hash, this.limits())});
    this.looks = {codes: new Uint8Array(n), glow: new Uint8Array(n), emphasis: new Uint8Array(n).fill(128), weight: new Uint8Array(this.scene.segments.length / 4)};
    this.stage = new Stage(this.scene, this.store, {scale: () => this.chosen.scale, looks: () => this.look(), card: (j) => this.facts(j), arrows: () => []});
    this.stage.root.classList.add('tall');
    const colours = select('Colour of the junctions', this.quantities.map((q) => [q.scale.id, q.scale.label]), (value) => this.store.set({colour: value}));
    colours.value = this.store.view.colour;
    this.card = make('div', {class: 'card', 'aria-live': 'polite'});
    const find = make('input', {type: 'number', min: 0, max: n - 1, step: 1, 'aria-label': 'Number of the junction to pin', placeholder: 'number'});
    const form = make('form', {class: 'row'}, make('label', {}, 'junction ', find), make('button', {type: 'submit'}, 'pin'), button('unpin', 'Unpin the junction', () => this.store.set({pinned: -1})));
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      const j = Number(find.value);
      if (find.value === '' || !Number.isInteger(j) || j < 0 || j >= n) return;
      this.store.set({pinned: j});
      this.stage.show(j);
    });
    const rows = make('dl', {}), network = data.facts.network!;
    for (const [name, value] of ([['ensemble', network.ensemble], ['seed', network.seed], ...network.parameters, ...(data.facts.structure?.rows ?? [])] as [string, string][]).filter(([, text]) => text !== ''))
      rows.append(make('div', {}, make('dt', {}, name), make('dd', {}, value)));
    const seen = (kind: 'png' | 'svg') => () => (kind === 'png' ? exportPng : exportSvg)(data.facts.title, this.stage, null, this.chosen.scale.label);
    root.replaceChildren(
        header(data.facts, [make('label', {class: 'field'}, 'colour ', colours), button('table', 'Numbers behind the picture: all junctions', () => showTable('Junctions', this.table())),
                            button('PNG', 'Save what is seen as PNG', seen('png')), button('SVG', 'Save what is seen as SVG', seen('svg'))], helpText.network),
        make('div', {class: 'upper'}, this.stage.root, make('div', {class: 'side'}, make('section', {class: 'inspector', 'aria-label': 'Junction'}, make('h2', {}, 'Junction'), form, this.card),
                                                            make('section', {class: 'inspector', 'aria-label': 'Network'}, make('h2', {}, 'Network'), make('div', {class: 'card'}, rows)))),
        notesOf(data.facts, []));
    this.store.subscribe((v, changed) => {
      if (changed.has('colour')) colours.value = v.colour;
      if (changed.has('pinned')) this.showCard();
      this.update(changed);
    });
    addEventListener('hashchange', () => this.store.set(fromFragment(location.hash, this.limits())));
    addEventListener('keydown', (event) => {
      if (event.key === 'f' && !(event.target as Element).matches('input, select') && !event.ctrlKey && !event.metaKey) this.stage.fit();
    });
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.update(new Set<keyof View>(['colour'])));
    this.showCard();
    this.update(new Set<keyof View>(['colour']));
  }
  private blank(): View {
    return {time: 0, playing: false, speed: 0, from: NaN, to: NaN, left: 0, right: 1, colour: this.quantities[0].scale.id, pinned: -1, avalanche: -1, x: 0, y: 0, zoom: 1};
  }
  private limits() {
    return {t0: 0, t1: 1, junctions: this.scene.n, avalanches: 0, colours: this.quantities.map((q) => q.scale.id)};
  }
  private get chosen(): Quantity {
    return this.quantities.find((q) => q.scale.id === this.store.view.colour) ?? this.quantities[0];
  }

  private quantitiesOf(): Quantity[] {
    const data = this.data, list: Quantity[] = [];
    const classes = (id: string, label: string, unknown: string) => {
      const values = data.get<Uint32Array>(id);
      list.push({scale: {id, label, unit: '', palette: 'classes', low: 0, high: 1, log: false, kind: 'classes'}, value: (j) => (values[j] === none ? NaN : values[j]), text: (j) => (values[j] === none ? unknown : String(values[j])), unknown});
    };
    const flag = (id: string, label: string, yes: string, no: string) => {
      const values = data.get<Uint8Array>(id);
      list.push({scale: {id, label, unit: '', palette: 'one-sided', low: 0, high: 1, log: false, kind: 'switch', names: [no, yes]}, value: (j) => values[j], text: (j) => (values[j] ? yes : no), unknown: ''});
    };
    const numbers = (id: string, label: string, unit: string, values: ArrayLike<number>, log: boolean) => {
      let low = Infinity, high = -Infinity;
      for (let j = 0; j < values.length; ++j) {
        if (log && !(values[j] > 0)) continue;
        low = Math.min(low, values[j]), high = Math.max(high, values[j]);
      }
      if (!(high > low)) low = log ? high / 10 || 0.1 : low - 1 || 0, high = high > low ? high : low + 1;
      list.push({scale: {id, label, unit, palette: 'one-sided', low: log ? Math.max(low, high * 1e-4) : low, high, log: log && high > 5 * low, kind: 'continuous'}, value: (j) => values[j], text: (j) => human(values[j], unit), unknown: ''});
    };
    if (data.has('betweenness')) {
      numbers('betweenness', 'betweenness', '', data.get<Float32Array>('betweenness'), true);
      flag('backbone', 'backbone', 'on a current path', 'off');
      flag('cut', 'cuts', 'all current passes it', 'other');
      classes('community', 'community', 'between two');
      classes('component', 'component', '');
    }
    numbers('distance', 'distance from the source', '', data.get<Uint32Array>('distance'), false);
    for (const name of this.scene.facts.values) {
      const at = name.lastIndexOf('_');
      numbers(`value:${name}`, at > 0 ? name.slice(0, at) : name, at > 0 ? name.slice(at + 1) : '', data.get<Float32Array>(`value:${name}`), false);
    }
    return list;
  }
  private look(): Looks {
    const q = this.chosen;
    for (let j = 0; j < this.scene.n; ++j) {
      const x = q.value(j);
      this.looks.codes[j] = q.scale.kind === 'switch' ? 254 * x : codeOf(q.scale, x);
      if (q.scale.id === 'betweenness' && !this.scene.bodyNode) this.looks.weight[j] = 160 * Math.sqrt(Math.max(0, x) / q.scale.high);
    }
    return this.looks;
  }
  private facts(j: number): [string, string][] {
    const s = this.scene, end = (node: number) => s.nodeName(node) + (s.electrodeName(node) ? ` (${s.electrodeName(node)})` : '');
    return [['junction', String(j)], ['between', `${end(s.positive[j])} and ${end(s.negative[j])}`], ...this.quantities.map((q) => [q.scale.label, q.text(j)] as [string, string])];
  }
  private showCard(): void {
    const j = this.store.view.pinned;
    if (j < 0) return this.card.replaceChildren(make('p', {class: 'note'}, 'Click a junction, or give its number.'));
    const list = make('dl', {});
    for (const [name, value] of this.facts(j)) list.append(make('div', {}, make('dt', {}, name), make('dd', {}, value)));
    this.card.replaceChildren(list);
  }
  private table(): Table {
    return {name: 'junctions', columns: ['junction', 'positive', 'negative', ...this.quantities.map((q) => q.scale.id)], rows: this.scene.n,
            cell: (r, c) => (c === 0 ? r : c === 1 ? this.scene.positive[r] : c === 2 ? this.scene.negative[r] : (x => (isFinite(x) ? x : ''))(this.quantities[c - 3].value(r)))};
  }
  private update(changed: Set<keyof View>): void {
    if (changed.has('colour')) this.stage.showLegend(this.chosen.scale, this.chosen.unknown);
    this.stage.invalidate(changed.has('colour'));
  }
}
