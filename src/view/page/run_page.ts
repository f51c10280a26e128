// The page of a run: film, junction, avalanches, intervals, time; all look at one View.
import {Cause, Causes} from './causes';
import {Data} from './decode';
import {button, make, select, tell} from './dom';
import {exportPng, exportSvg} from './export';
import {Frames} from './frames';
import {header, helpText, notesOf} from './frame';
import {Avalanches, Inspector, Intervals} from './panels';
import {Run} from './run';
import {Colouring, ColourScale, scalesOf} from './scales';
import {Scene} from './scene';
import {human} from './si';
import {Stage} from './stage';
import {fromFragment, hasInterval, Store, View} from './store';
import {Looks} from './film';
import {showTable} from './table';
import {Timeline} from './timeline';
import {Transport} from './transport';

const isStill = () => matchMedia('(prefers-reduced-motion: reduce)').matches;

export class RunPage {
  readonly store: Store;
  readonly run: Run;
  readonly scene: Scene;
  readonly frames: Frames | null;
  readonly stage: Stage;
  readonly avalanches: Avalanches;
  private readonly scales: ColourScale[];
  private readonly colouring: Colouring;
  private readonly looks: Looks;
  private readonly largestCurrent: number = 0;
  private weighed = -1; // frame of the film
  private causes: Cause[] = [];
  private readonly finder: Causes | null;

  constructor(private readonly data: Data, root: HTMLElement) {
    this.scene = new Scene(data);
    this.run = new Run(data, this.scene.n);
    this.frames = data.facts.film ? new Frames(data, this.scene.n) : null;
    this.scales = scalesOf(this.frames);
    this.colouring = new Colouring(this.run, this.frames);
    this.finder = this.frames ? new Causes(this.run, this.scene, this.frames) : null;
    this.store = new Store(this.firstView());
    const nSegments = this.scene.segments.length / 4;
    this.looks = {codes: this.colouring.codes, glow: new Uint8Array(this.scene.n), emphasis: new Uint8Array(this.scene.n).fill(128), weight: new Uint8Array(nSegments)};
    if (this.frames) this.largestCurrent = this.frames.range('i').reduce((m, x) => Math.max(m, Math.abs(x)), 0);
    this.stage = new Stage(this.scene, this.store, {scale: () => this.scale, looks: () => this.look(), card: (j) => this.card(j), arrows: () => this.arrows()});
    const timeline = new Timeline(data, this.run, this.scene, this.store);
    this.avalanches = new Avalanches(data, this.store, this.run.facts.bin_s, (k) => this.playAvalanche(k));
    const intervals = new Intervals(this.run, this.store), transport = new Transport(this.run, this.store, timeline);
    const inspector = new Inspector(this.run, this.frames, this.store, (j) => this.card(j), (j) => {
      this.store.set({pinned: j});
      this.stage.show(j);
    });
    const colours = select('Colour of the junctions', this.scales.map((s) => [s.id, s.label]), (value) => this.store.set({colour: value}));
    timeline.box.root.querySelector('.tools')?.prepend(button('events', 'Numbers behind the raster: all events', () => showTable('Events', this.eventTable())));
    const seen = (kind: 'png' | 'svg') => () => (kind === 'png' ? exportPng : exportSvg)(data.facts.title, this.stage, timeline.box, `${this.scale.label}, ${human(this.store.view.time, 's', 5)}`);
    root.replaceChildren(
        header(data.facts, [make('label', {class: 'field'}, 'colour ', colours), button('PNG', 'Save what is seen as PNG', seen('png')), button('SVG', 'Save what is seen as SVG', seen('svg')),
                            button('link', 'Copy a link to this view', () => this.copyLink())], helpText.run),
        make('div', {class: 'upper'}, this.stage.root, make('div', {class: 'side'}, inspector.root, this.avalanches.box.root, intervals.box.root)),
        transport.root, timeline.box.root, notesOf(data.facts, this.frames ? [`Shown values are rounded: ${this.frames.resolution}; times of events to ${human(this.run.facts.tick_s / 2, 's', 2)}.`] : []));
    colours.value = this.store.view.colour;
    this.store.subscribe((v, changed) => {
      if (changed.has('colour')) colours.value = v.colour;
      this.update(v, changed);
    });
    addEventListener('keydown', (event) => this.key(event, transport));
    addEventListener('hashchange', () => this.store.set(fromFragment(location.hash, this.limits())));
    for (const query of ['(prefers-color-scheme: dark)', '(prefers-reduced-motion: reduce)'])
      matchMedia(query).addEventListener('change', () => {
        this.stage.invalidate(true);
        this.stage.showLegend(this.scale, this.unknown());
        for (const box of [timeline.box, this.avalanches.box, intervals.box]) box.invalidate();
        timeline.drawCursor();
      });
    this.update(this.store.view, new Set<keyof View>(['colour', 'from', 'time', 'avalanche']));
  }

  private limits() {
    return {t0: this.run.facts.t0_s, t1: this.run.facts.t1_s, junctions: this.scene.n, avalanches: this.data.get('avalanche_size').length, colours: this.scales.map((s) => s.id)};
  }
  private firstView(): View {
    const {t0_s: t0, t1_s: t1, t_start_s: start} = this.run.facts;
    return {time: start !== null && start > t0 && start < t1 ? start : t0 + (t1 - t0) / 2, playing: false, speed: -1.5, from: NaN, to: NaN, left: t0, right: t1,
            colour: this.frames ? 'state' : 'on', pinned: -1, avalanche: -1, x: 0, y: 0, zoom: 1, ...fromFragment(location.hash, this.limits())};
  }
  get scale(): ColourScale {
    return this.scales.find((s) => s.id === this.store.view.colour) ?? this.scales[0];
  }
  private unknown(): string {
    const id = this.scale.id;
    return id === 'on' ? 'no event' : id === 'events' ? 'none' : this.frames?.isWhole ? '' : 'not recorded';
  }

  private update(v: View, changed: Set<keyof View>): void {
    if (['colour', 'from', 'to'].some((k) => changed.has(k as never))) {
      const events = this.scales.find((s) => s.id === 'events')!;
      this.colouring.count(events, hasInterval(v) ? v.from : -Infinity, hasInterval(v) ? v.to : Infinity);
      this.stage.showLegend(this.scale, this.unknown());
    }
    if (changed.has('avalanche')) this.stress();
    const looks = ['time', 'colour', 'from', 'to', 'avalanche', 'playing'].some((k) => changed.has(k as never));
    if (looks || ['x', 'y', 'zoom', 'pinned'].some((k) => changed.has(k as never))) this.stage.invalidate(looks);
  }

  // Everything of the junctions at the time shown
  private look(): Looks {
    const v = this.store.view, run = this.run, glow = this.looks.glow;
    run.seek(v.time);
    this.colouring.paint(this.scale, v.time);
    const span = run.facts.t1_s - run.facts.t0_s, lasting = Math.max(span * 1e-9, 0.35 * Math.pow(10, v.speed) * span);
    if (isStill()) glow.fill(0);
    else
      for (let j = 0; j < glow.length; ++j) {
        const age = (v.time - run.lastUp[j]) / lasting;
        glow[j] = age >= 0 && age < 4 ? (run.on[j] === 1 ? 255 : 90) * Math.exp(-1.2 * age) : 0;
      }
    this.weigh(v.time);
    return this.looks;
  }
  // Current through a body: half the sum over its junctions; through a line: its own
  private weigh(time: number): void {
    const frames = this.frames, s = this.scene, weight = this.looks.weight;
    if (!frames || !(this.largestCurrent > 0)) return;
    const frame = frames.at(time);
    if (frame === this.weighed) return;
    this.weighed = frame;
    const byNode = s.bodyNode ? new Float64Array(s.facts.n_nodes) : null;
    if (!byNode) weight.fill(0);
    frames.junctions.forEach((j, c) => {
      const i = Math.abs(frames.value('i', frame, c));
      if (byNode) byNode[s.positive[j]] += i / 2, (byNode[s.negative[j]] += i / 2);
      else weight[j] = 255 * Math.sqrt(Math.min(1, i / this.largestCurrent));
    });
    if (byNode) for (let b = 0; b < weight.length; ++b) weight[b] = s.electrodeOfNode[s.bodyNode![b]] ? 0 : 255 * Math.sqrt(Math.min(1, byNode[s.bodyNode![b]] / this.largestCurrent));
  }

  private stress(): void {
    const k = this.store.view.avalanche, emphasis = this.looks.emphasis;
    this.causes = [];
    emphasis.fill(k >= 0 ? 0 : 128);
    if (k < 0) return;
    const from = this.avalanches.start[k], to = this.avalanches.end[k];
    for (let e = this.run.before(from); e < this.run.n && this.run.time(e) < to; ++e) if (this.run.up[e] || this.run.facts.counts_down) emphasis[this.run.junction[e]] = 255;
    if (this.finder?.isPossible) this.causes = this.finder.of(from, to);
  }
  private arrows() {
    return this.causes.filter((c) => c.cause >= 0 && c.time <= this.store.view.time).map((c) => ({from: c.cause, to: c.junction}));
  }
  playAvalanche(k: number): void {
    const from = this.avalanches.start[k], to = this.avalanches.end[k], span = this.run.facts.t1_s - this.run.facts.t0_s, seconds = Math.min(12, 3 + 0.15 * this.avalanches.size[k]);
    const margin = 0.04 * (to - from), width = Math.max((to - from) * 3, span * 1e-6);
    this.store.set({avalanche: k, from: Math.max(this.run.facts.t0_s, from - margin), to: Math.min(this.run.facts.t1_s, to + margin), time: Math.max(this.run.facts.t0_s, from - margin),
                    speed: Math.max(-6, Math.min(0, Math.log10((to - from + 2 * margin) / seconds / span))), playing: !isStill(),
                    left: Math.max(this.run.facts.t0_s, (from + to - width) / 2), right: Math.min(this.run.facts.t1_s, (from + to + width) / 2)});
    const tree = this.causes.length > 0 ? `; arrows: whose voltage each raised (${this.causes.filter((c) => c.cause >= 0).length} of ${this.causes.length})` : '';
    tell(`Avalanche ${k}: ${this.avalanches.size[k]} events in ${this.avalanches.bins[k]} bins${tree}`);
  }

  // What a junction is and does at the time shown
  card(j: number): [string, string][] {
    const s = this.scene, v = this.store.view, run = this.run, list: [string, string][] = [['junction', String(j)]];
    const end = (node: number) => s.nodeName(node) + (s.electrodeName(node) ? ` (${s.electrodeName(node)})` : '');
    list.push(['between', `${end(s.positive[j])} and ${end(s.negative[j])}`]);
    const law = this.lawOf(j);
    if (law) list.push(['law', law]);
    run.seek(v.time);
    list.push(['now', this.colouring.valueText(this.scales[0], j, v.time)]);
    const c = this.frames?.column[j] ?? -1;
    if (this.frames && c >= 0) {
      const f = this.frames.at(v.time), unit = this.frames.facts.state_unit;
      list.push(['state', human(this.frames.value('state', f, c), unit === '1' ? '' : unit)], ['voltage', human(this.frames.value('v', f, c), 'V')],
                ['current', human(this.frames.value('i', f, c), 'A')], ['conductance', human(this.frames.value('g', f, c), 'S')]);
    }
    list.push(['events', hasInterval(v) ? `${run.nEventsOf(j, v.from, v.to)} of ${run.nEventsOf(j)}` : String(run.nEventsOf(j))]);
    for (const name of s.facts.values.slice(0, 8)) {
      const at = name.lastIndexOf('_');
      list.push([at > 0 ? name.slice(0, at) : name, human(this.data.get<Float32Array>(`value:${name}`)[j], at > 0 ? name.slice(at + 1) : '')]);
    }
    return list;
  }
  private lawOf(j: number): string {
    const laws = this.scene.facts.laws;
    const own = this.data.has('junction_law') ? laws[this.data.get<Uint8Array>('junction_law')[j]] : '';
    return own || (this.data.facts.about.find(([name]) => name === 'law')?.[1] ?? '');
  }

  private eventTable() {
    const v = this.store.view, first = hasInterval(v) ? this.run.before(v.from) : 0, last = hasInterval(v) ? this.run.upTo(v.to) : this.run.n;
    return {name: 'events', columns: ['time_s', 'junction', 'kind'], rows: last - first, cell: (r: number, c: number) => (c === 0 ? this.run.time(first + r) : c === 1 ? this.run.junction[first + r] : this.run.up[first + r] ? 'up' : 'down')};
  }
  private copyLink(): void {
    setTimeout(() => {
      navigator.clipboard?.writeText(location.href).then(() => tell('Link copied'), () => tell('The link is in the address bar'));
      if (!navigator.clipboard) tell('The link is in the address bar');
    }, 250);
  }
  private key(event: KeyboardEvent, transport: Transport): void {
    const target = event.target as Element;
    if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector('dialog[open]')) return;
    if (target.matches('input:not([type=range]), select, textarea')) return;
    if (event.key === ' ' && target.matches('button, summary, a')) return;
    const v = this.store.view;
    const deeds: {[key: string]: () => void} = {
      ' ': () => transport.toggle(), '.': () => transport.step(1), ',': () => transport.step(-1), f: () => this.stage.fit(),
      '[': () => this.store.set({from: v.time, to: hasInterval(v) && v.to > v.time ? v.to : this.run.facts.t1_s, avalanche: -1}),
      ']': () => this.store.set({to: v.time, from: hasInterval(v) && v.from < v.time ? v.from : this.run.facts.t0_s, avalanche: -1}),
      Escape: () => this.store.set({from: NaN, to: NaN, avalanche: -1, playing: false}),
      '<': () => this.store.set({speed: Math.max(-6, v.speed - 0.3)}), '>': () => this.store.set({speed: Math.min(0, v.speed + 0.3)}),
    };
    if (!deeds[event.key]) return;
    deeds[event.key]();
    event.preventDefault();
  }
}
