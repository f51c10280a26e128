// Colours of the page, dark and light, and the scales of numbers. Viridis: Smith & van der Walt 2015 (CC0); the two-sided
// scale and the named colours: Okabe & Ito 2008. Both are told apart by colour-blind readers.

export type Rgb = [number, number, number];

export interface Theme {
  dark: boolean;
  back: Rgb; // behind the film
  panel: string;
  ink: string;
  muted: string;
  grid: string;
  wire: Rgb;
  off: Rgb;
  on: Rgb;
  flash: Rgb;
  accent: string;
  accent2: string;
  shade: string; // outside a brushed interval
  cursor: string;
}

const dark: Theme = {
  dark: true, back: [11, 15, 23], panel: '#121927', ink: '#e8ecf3', muted: '#9aa7ba', grid: '#263146', wire: [92, 109, 138],
  off: [84, 99, 124], on: [240, 168, 48], flash: [255, 250, 225], accent: '#56b4e9', accent2: '#f0a830',
  shade: 'rgba(11,15,23,0.62)', cursor: '#ff7a45',
};
const light: Theme = {
  dark: false, back: [250, 251, 253], panel: '#ffffff', ink: '#1c2430', muted: '#566172', grid: '#e1e6ed', wire: [150, 160, 176],
  off: [158, 168, 184], on: [213, 94, 0], flash: [40, 10, 70], accent: '#0072b2', accent2: '#b34f00',
  shade: 'rgba(244,246,249,0.72)', cursor: '#c8400a',
};

export const electrodeColours: {[name: string]: Rgb} = {source: [213, 94, 0], drain: [0, 114, 178]};
const electrodeColoursDark: {[name: string]: Rgb} = {source: [255, 122, 69], drain: [86, 180, 233]};

export function electrodeColour(name: string, theme: Theme): Rgb {
  const table = theme.dark ? electrodeColoursDark : electrodeColours;
  return table[name] ?? (theme.dark ? [214, 140, 184] : [170, 80, 140]);
}

export function currentTheme(): Theme {
  return matchMedia('(prefers-color-scheme: dark)').matches ? dark : light;
}

export const css = (c: Rgb, alpha = 1) => `rgba(${c[0]},${c[1]},${c[2]},${alpha})`;

function along(list: Rgb[], x: number): Rgb {
  const at = Math.max(0, Math.min(1, x)) * (list.length - 1), k = Math.min(list.length - 2, Math.floor(at)), w = at - k;
  return [0, 1, 2].map((c) => Math.round(list[k][c] + w * (list[k + 1][c] - list[k][c]))) as Rgb;
}

export type PaletteName = 'one-sided' | 'two-sided' | 'classes';

// Viridis from the page's own grey on: nothing is nearly invisible, and lightness goes one way
const rising: Rgb[] = [[66, 78, 104], [59, 92, 142], [33, 144, 141], [93, 200, 99], [190, 223, 38], [253, 231, 37]];
const falling: Rgb[] = [[196, 203, 213], [126, 190, 160], [40, 155, 138], [45, 113, 142], [65, 68, 135], [68, 1, 84]];

const classes: Rgb[] = [
  [230, 159, 0], [86, 180, 233], [0, 158, 115], [204, 121, 167], [240, 228, 66], [213, 94, 0], [0, 114, 178], [153, 153, 153],
];

// What stands out has the most contrast with the page: bright on dark, dark on light.
export function palette(name: PaletteName, theme: Theme): Rgb[] {
  const list: Rgb[] = [];
  for (let k = 0; k < 256; ++k) {
    const x = k / 255;
    if (name === 'classes') list.push(classes[k % classes.length]);
    else if (name === 'one-sided') list.push(along(theme.dark ? rising : falling, x));
    else
      list.push(theme.dark ? along([[120, 200, 255], [60, 130, 200], [58, 68, 88], [210, 110, 40], [255, 180, 90]], x)
                           : along([[0, 70, 140], [90, 160, 215], [205, 210, 218], [235, 150, 80], [170, 60, 0]], x));
  }
  return list;
}
