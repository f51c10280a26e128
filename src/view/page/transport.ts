// Play, pause, speed over six decades, the next event; the clock.
import {button, make} from './dom';
import {Run} from './run';
import {human} from './si';
import {hasInterval, Store} from './store';

export class Transport {
  readonly root: HTMLElement;
  private readonly play: HTMLButtonElement;
  private readonly scrub: HTMLInputElement;
  private readonly speed: HTMLInputElement;
  private readonly clock: HTMLElement;
  private readonly rate: HTMLElement;
  private readonly interval: HTMLElement;
  private last = 0;

  constructor(private readonly run: Run, private readonly store: Store, timeline: {showAll(): void}) {
    this.play = button('▶', 'Play (space)', () => this.toggle(), 'main play');
    this.clock = make('output', {class: 'clock'});
    this.rate = make('output', {class: 'rate'});
    this.scrub = make('input', {type: 'range', min: 0, max: 10000, step: 1, 'aria-label': 'Time', class: 'scrub'});
    this.scrub.addEventListener('input', () => this.store.set({time: this.at(Number(this.scrub.value) / 10000), playing: false}));
    this.speed = make('input', {type: 'range', min: -6, max: 0, step: 0.1, 'aria-label': 'Speed', class: 'speed'});
    this.speed.addEventListener('input', () => this.store.set({speed: Number(this.speed.value)}));
    this.interval = make('span', {class: 'interval'});
    this.root = make('div', {class: 'transport', role: 'group', 'aria-label': 'Playback'}, this.play,
        button('‹', 'Previous event (,)', () => this.step(-1)), button('›', 'Next event (.)', () => this.step(1)), this.clock, this.scrub,
        make('label', {class: 'pace'}, 'speed', this.speed, this.rate), this.interval,
        button('zoom to it', 'Show the interval only', () => this.toInterval()), button('whole run', 'Show the whole run and no interval', () => {
          this.store.set({from: NaN, to: NaN, avalanche: -1});
          timeline.showAll();
        }));
    store.subscribe((v, changed) => {
      if (changed.has('playing') && v.playing) this.start();
      this.update();
    });
    this.update();
  }
  private at(share: number): number {
    const {t0_s: a, t1_s: b} = this.run.facts;
    return a + share * (b - a);
  }
  private get range(): [number, number] { // what is played: the interval, or all
    const v = this.store.view;
    return hasInterval(v) ? [v.from, v.to] : [this.run.facts.t0_s, this.run.facts.t1_s];
  }
  toggle(): void {
    const v = this.store.view, [a, b] = this.range;
    this.store.set({playing: !v.playing, ...(!v.playing && (v.time >= b || v.time < a) ? {time: a} : {})});
  }
  step(direction: number): void {
    const v = this.store.view, t = direction > 0 ? this.run.nextEvent(v.time) : this.run.previousEvent(v.time);
    if (isFinite(t)) this.store.set({time: t, playing: false});
  }
  private toInterval(): void {
    const v = this.store.view;
    if (hasInterval(v)) this.store.set({left: v.from, right: v.to});
  }
  pace(): number { // [s of the run per s]
    return Math.pow(10, this.store.view.speed) * (this.run.facts.t1_s - this.run.facts.t0_s);
  }
  private start(): void {
    this.last = performance.now();
    const tick = (now: number) => {
      const v = this.store.view;
      if (!v.playing) return;
      const [, b] = this.range, time = v.time + Math.min(0.25, Math.max(0, (now - this.last) / 1000)) * this.pace();
      this.last = now;
      this.store.set(time >= b ? {time: b, playing: false} : {time});
      this.follow();
      requestAnimationFrame(tick);
    };
    requestAnimationFrame(tick);
  }
  private follow(): void { // the visible part of the axis goes with the cursor
    const v = this.store.view, width = v.right - v.left;
    if (v.time <= v.right && v.time >= v.left) return;
    const left = Math.max(this.run.facts.t0_s, Math.min(this.run.facts.t1_s - width, v.time - 0.05 * width));
    this.store.set({left, right: left + width});
  }
  private update(): void {
    const v = this.store.view, {t0_s: a, t1_s: b} = this.run.facts;
    this.play.textContent = v.playing ? '❙❙' : '▶';
    this.play.setAttribute('aria-label', v.playing ? 'Pause (space)' : 'Play (space)');
    this.clock.textContent = human(v.time, 's', 5);
    this.scrub.value = String(Math.round(10000 * (v.time - a) / (b - a)));
    this.scrub.setAttribute('aria-valuetext', human(v.time, 's', 5));
    this.speed.value = String(v.speed);
    this.rate.textContent = `${human(this.pace(), 's', 2)} per s`;
    this.speed.setAttribute('aria-valuetext', this.rate.textContent);
    this.interval.textContent = hasInterval(v) ? `${human(v.from, 's', 4)} … ${human(v.to, 's', 4)}` : 'no interval: drag over the time axis';
  }
}
