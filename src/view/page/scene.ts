// The network in place, as plain arrays: what the film draws, what a pointer finds.
import {Data} from './decode';
import {NetworkFacts} from './types';

// Splitmix-like, so that the same page draws the same picture
function shuffled(n: number): Uint32Array {
  const list = Uint32Array.from({length: n}, (_, k) => k);
  let seed = 12345;
  for (let k = n - 1; k > 0; --k) {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    const other = Math.floor(seed / 4294967296 * (k + 1)), kept = list[k];
    list[k] = list[other];
    list[other] = kept;
  }
  return list;
}

// Things tile by tile, in random order within a tile: any first part of a tile is a fair sample of it
export interface Tiles {
  across: number; // tiles in a row, and rows, over [-1, 1]
  order: Uint32Array;
  start: Uint32Array; // of a tile in `order`
}

export function tiled(n: number, x: (k: number) => number, y: (k: number) => number): Tiles {
  // Each tile in sight is one call of the graphics card, which costs as much as some ten dots
  const across = Math.max(1, Math.min(24, Math.round(Math.sqrt(n / 800))));
  const at = (v: number) => Math.max(0, Math.min(across - 1, Math.floor((v + 1) / 2 * across)));
  const tile = Uint32Array.from({length: n}, (_, k) => at(y(k)) * across + at(x(k)));
  const start = new Uint32Array(across * across + 1);
  for (const t of tile) ++start[t + 1];
  for (let t = 0; t + 1 < start.length; ++t) start[t + 1] += start[t];
  const order = new Uint32Array(n), next = start.slice();
  for (const k of shuffled(n)) order[next[tile[k]]++] = k;
  return {across, order, start};
}

export class Scene {
  readonly facts: NetworkFacts;
  readonly n: number; // junctions
  readonly nodeXy: Float32Array;
  readonly junctionXy: Float32Array;
  readonly positive: Uint32Array;
  readonly negative: Uint32Array;
  readonly distance: Uint32Array;
  readonly segments: Float32Array; // bodies, or lines of junctions: x, y, x, y
  readonly radius: Float32Array | null; // of bodies
  readonly bodyNode: Uint32Array | null;
  readonly electrodeOfNode: Uint8Array; // 0: none, else 1 + index
  readonly tiles: Tiles; // of junctions
  readonly spacing: number; // typical distance of junctions
  readonly aspect: number; // height / width of the whole
  private readonly cells = new Map<number, number[]>();
  private readonly cell: number;

  constructor(data: Data) {
    this.facts = data.facts.network!;
    this.n = this.facts.n_junctions;
    this.nodeXy = data.get<Float32Array>('node_xy');
    this.junctionXy = data.get<Float32Array>('junction_xy');
    this.positive = data.get<Uint32Array>('positive');
    this.negative = data.get<Uint32Array>('negative');
    this.distance = data.get<Uint32Array>('distance');
    this.segments = data.get<Float32Array>(this.facts.is_film ? 'body_ends' : 'line_ends');
    this.radius = this.facts.is_film ? data.get<Float32Array>('body_radius') : null;
    this.bodyNode = this.facts.is_film ? data.get<Uint32Array>('body_node') : null;
    this.electrodeOfNode = new Uint8Array(this.facts.n_nodes);
    this.facts.electrodes.forEach((e, k) => e.nodes.forEach((n) => (this.electrodeOfNode[n] = Math.min(255, k + 1))));
    let height = 0, width = 0;
    for (let k = 0; k < this.segments.length; k += 2) {
      width = Math.max(width, Math.abs(this.segments[k]));
      height = Math.max(height, Math.abs(this.segments[k + 1]));
    }
    this.aspect = width > 0 ? Math.min(4, Math.max(0.25, height / width)) : 1;
    this.spacing = 2 * Math.sqrt(Math.min(1, this.aspect) / Math.max(1, this.n));
    this.tiles = tiled(this.n, (j) => this.junctionXy[2 * j], (j) => this.junctionXy[2 * j + 1]);
    this.cell = Math.max(1e-6, 1.5 * this.spacing);
  }

  // The junction nearest to a place, within a distance; -1: none
  nearest(x: number, y: number, within: number): number {
    if (this.cells.size === 0)
      for (let j = 0; j < this.n; ++j) {
        const key = this.key(this.junctionXy[2 * j], this.junctionXy[2 * j + 1]);
        const list = this.cells.get(key);
        if (list) list.push(j);
        else this.cells.set(key, [j]);
      }
    let best = -1, least = within;
    const reach = Math.min(64, Math.ceil(within / this.cell));
    for (let a = -reach; a <= reach; ++a)
      for (let b = -reach; b <= reach; ++b)
        for (const j of this.cells.get(this.key(x + a * this.cell, y + b * this.cell)) ?? []) {
          const d = Math.hypot(this.junctionXy[2 * j] - x, this.junctionXy[2 * j + 1] - y);
          if (d < least) least = d, (best = j);
        }
    return best;
  }
  private key(x: number, y: number): number {
    return Math.floor(x / this.cell) * 8388608 + Math.floor(y / this.cell);
  }
  nodeName(node: number): string {
    return this.facts.node_names?.[node] || `n${node}`;
  }
  electrodeName(node: number): string {
    const e = this.electrodeOfNode[node];
    return e ? this.facts.electrodes[e - 1].name : '';
  }
}
