// Who set off whom in an avalanche. A junction that closes shifts voltage to others at once; of the earlier ones of the same
// avalanche the cause of a junction is the one whose closing raised its voltage most:
//
//   L x = e_p - e_n                   L the Laplacian of the conductances just before, x the response to one ampere
//   dv_b = -(dg v_a)/(1 + dg R_aa) (x_p(b) - x_n(b)),   R_aa = x_p - x_n,   dg the step of the conductance of a
//   raised by a:  dv_b has the sign of v_b
//
// Capacitances are left out: the response after they have settled. x by conjugate gradients with the diagonal.
import {Frames} from './frames';
import {Run} from './run';
import {Scene} from './scene';

export interface Cause {
  junction: number;
  time: number;
  cause: number; // junction; -1: none of the earlier ones raised its voltage
}

const mostEvents = 400, mostJunctions = 30000;

export class Causes {
  private readonly fixed: Uint8Array;
  constructor(private readonly run: Run, private readonly scene: Scene, private readonly frames: Frames) {
    this.fixed = new Uint8Array(scene.facts.n_nodes);
    for (const e of scene.facts.electrodes) if (e.name === 'source' || e.name === 'drain') for (const n of e.nodes) this.fixed[n] = 1;
  }
  get isPossible(): boolean {
    return this.frames.isWhole && this.scene.n <= mostJunctions && this.scene.facts.n_resistors === 0;
  }

  of(from: number, to: number): Cause[] {
    const run = this.run, list: Cause[] = [], earlier: {junction: number; x: Float64Array; step: number}[] = [];
    for (let k = run.before(from); k < run.n && list.length < mostEvents; ++k) {
      const time = run.time(k), b = run.junction[k];
      if (time > to) break;
      if (!run.up[k]) continue;
      const frame = this.frames.at(time), vb = this.voltage(frame, b);
      let cause = -1, most = 0;
      for (const a of earlier) {
        if (a.junction === b) continue;
        const rise = a.step * (a.x[this.scene.positive[b]] - a.x[this.scene.negative[b]]) * Math.sign(vb);
        if (rise > most) most = rise, (cause = a.junction);
      }
      list.push({junction: b, time, cause});
      earlier.push({junction: b, ...this.response(frame, b)});
    }
    return list;
  }
  private voltage(frame: number, junction: number): number {
    return this.frames.value('v', frame, this.frames.column[junction]);
  }

  // x, and the factor of dv above
  private response(frame: number, a: number): {x: Float64Array; step: number} {
    const s = this.scene, g = Float64Array.from({length: s.n}, (_, j) => this.frames.value('g', frame, this.frames.column[j]));
    const p = s.positive[a], n = s.negative[a], x = this.solve(g, p, n);
    const dg = Math.max(0, this.closed(a) - g[a]), r = x[p] - x[n];
    return {x, step: -(dg * this.voltage(frame, a)) / (1 + dg * r)};
  }
  private closed(a: number): number { // the largest conductance it has in the film
    let most = 0;
    for (let f = 0; f < this.frames.times.length; ++f) most = Math.max(most, this.frames.value('g', f, this.frames.column[a]));
    return most;
  }

  private solve(g: Float64Array, p: number, n: number): Float64Array {
    const s = this.scene, nodes = s.facts.n_nodes, diagonal = new Float64Array(nodes), x = new Float64Array(nodes), r = new Float64Array(nodes);
    for (let j = 0; j < s.n; ++j) diagonal[s.positive[j]] += g[j], (diagonal[s.negative[j]] += g[j]);
    const multiply = (v: Float64Array, out: Float64Array) => {
      out.fill(0);
      for (let j = 0; j < s.n; ++j) {
        const a = s.positive[j], b = s.negative[j], i = g[j] * (v[a] - v[b]);
        out[a] += i;
        out[b] -= i;
      }
      for (let k = 0; k < nodes; ++k) if (this.fixed[k]) out[k] = 0;
    };
    if (!this.fixed[p]) r[p] = 1;
    if (!this.fixed[n]) r[n] = -1;
    const z = new Float64Array(nodes), d = new Float64Array(nodes), q = new Float64Array(nodes);
    const precondition = () => {
      for (let k = 0; k < nodes; ++k) z[k] = diagonal[k] > 0 ? r[k] / diagonal[k] : 0;
    };
    const dot = (a: Float64Array, b: Float64Array) => {
      let sum = 0;
      for (let k = 0; k < nodes; ++k) sum += a[k] * b[k];
      return sum;
    };
    precondition();
    d.set(z);
    let rz = dot(r, z);
    const enough = 1e-12 * rz;
    for (let k = 0; k < 2000 && rz > enough; ++k) {
      multiply(d, q);
      const alpha = rz / dot(d, q);
      for (let m = 0; m < nodes; ++m) x[m] += alpha * d[m], (r[m] -= alpha * q[m]);
      precondition();
      const next = dot(r, z), beta = next / rz;
      for (let m = 0; m < nodes; ++m) d[m] = z[m] + beta * d[m];
      rz = next;
    }
    return x;
  }
}
