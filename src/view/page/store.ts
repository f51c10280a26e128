// What is seen, as one value; its link. #t=2.31e-5&j=12&c=on ... reopens the same view.

export interface View {
  time: number; // [s]
  playing: boolean;
  speed: number; // log10 of the share of the run per second
  from: number; // brushed interval [s]; NaN: none
  to: number;
  left: number; // visible part of the time axis [s]
  right: number;
  colour: string;
  pinned: number; // junction; -1: none
  avalanche: number; // -1: none
  x: number; // camera, in units of the coordinates
  y: number;
  zoom: number; // 1: all fits
}

export const hasInterval = (v: View) => isFinite(v.from) && isFinite(v.to) && v.to > v.from;

type Listener = (view: View, changed: Set<keyof View>) => void;

export class Store {
  private listeners: Listener[] = [];
  private timer = 0;
  constructor(public view: View) {}
  subscribe(listener: Listener): void {
    this.listeners.push(listener);
  }
  set(change: Partial<View>): void {
    const changed = new Set<keyof View>();
    for (const [key, value] of Object.entries(change) as [keyof View, never][])
      if (!Object.is(this.view[key], value)) {
        this.view[key] = value;
        changed.add(key);
      }
    if (changed.size === 0) return;
    for (const listener of this.listeners) listener(this.view, changed);
    if (!this.timer) this.timer = window.setTimeout(() => this.writeLink(), this.view.playing ? 1000 : 200);
  }
  private writeLink(): void {
    this.timer = 0;
    try {
      history.replaceState(null, '', '#' + toFragment(this.view));
    } catch {
      // browsers refuse it now and then; the link is lost, the view is not
    }
  }
}

const short = (x: number) => String(+x.toPrecision(7));

export function toFragment(v: View): string {
  const parts = [`t=${short(v.time)}`, `c=${encodeURIComponent(v.colour)}`, `s=${short(v.speed)}`, `w=${short(v.left)},${short(v.right)}`,
                 `p=${short(v.x)},${short(v.y)},${short(v.zoom)}`];
  if (v.pinned >= 0) parts.push(`j=${v.pinned}`);
  if (v.avalanche >= 0) parts.push(`a=${v.avalanche}`);
  if (hasInterval(v)) parts.push(`i=${short(v.from)},${short(v.to)}`);
  return parts.join('&');
}

// Only what is a number in its range and a colour that there is; everything else of a link is ignored.
export function fromFragment(text: string, limits: {t0: number; t1: number; junctions: number; avalanches: number; colours: string[]}): Partial<View> {
  const view: Partial<View> = {};
  const values = new URLSearchParams(text.replace(/^#/, ''));
  const numbers = (key: string, n: number): number[] | null => {
    const raw = values.get(key);
    if (raw === null) return null;
    const list = raw.split(',').map(Number);
    return list.length === n && list.every(isFinite) ? list : null;
  };
  const inTime = (x: number) => Math.min(limits.t1, Math.max(limits.t0, x));
  const t = numbers('t', 1), s = numbers('s', 1), w = numbers('w', 2), p = numbers('p', 3), j = numbers('j', 1), a = numbers('a', 1), i = numbers('i', 2);
  if (t) view.time = inTime(t[0]);
  if (s) view.speed = Math.min(0, Math.max(-6, s[0]));
  if (w && inTime(w[1]) > inTime(w[0])) [view.left, view.right] = w.map(inTime);
  if (p && p[2] > 0) [view.x, view.y, view.zoom] = p;
  if (j && Number.isInteger(j[0]) && j[0] >= 0 && j[0] < limits.junctions) view.pinned = j[0];
  if (a && Number.isInteger(a[0]) && a[0] >= 0 && a[0] < limits.avalanches) view.avalanche = a[0];
  if (i && i[1] > i[0]) [view.from, view.to] = i.map(inTime);
  const c = values.get('c');
  if (c !== null && limits.colours.includes(c)) view.colour = c;
  return view;
}
