// What src/view/src/*.cpp writes into the page: facts as JSON, numbers as arrays. SI units.

export type Numbers = Uint8Array | Uint16Array | Uint32Array | Float32Array | Float64Array;

export interface ArrayEntry {
  name: string;
  type: 'u8' | 'u16' | 'u32' | 'f32' | 'f64';
  n: number;
  at: number; // [B]
  stride: number;
}

export interface Electrode {
  name: string;
  nodes: number[];
}

export interface NetworkFacts {
  ensemble: string;
  seed: string;
  n_nodes: number;
  n_junctions: number;
  n_resistors: number;
  is_film: boolean; // bodies in place; else nodes and lines
  half_m: number | null; // [m] of one unit of the coordinates; null: they have no length
  centre_m: [number, number];
  electrodes: Electrode[];
  parameters: [string, string][];
  values: string[]; // names of junction values, arrays "value:NAME"
  laws: string[];
  node_names?: string[];
}

export interface RunFacts {
  t0_s: number;
  t1_s: number;
  tick_s: number; // of event_tick
  t_start_s: number | null; // window of analysis
  t_stop_s: number | null;
  bin_s: number | null;
  counts_down: boolean; // both kinds of events are counted
  n_events: number;
}

export interface Coded {
  low: number;
  step: number;
}

export interface FilmFacts {
  state: Coded;
  log_g: Coded;
  v: Coded;
  state_unit: string;
}

export interface SweepKey {
  key: string;
  unit: string;
}

export interface SweepRun {
  seed: string;
  status: string;
  regime: string;
  page: string; // relative address of its page, '' where there is none
  folder: string;
}

export interface SweepPoint {
  point: number;
  texts: string[];
  values: (number | null)[];
  direction: string;
  regime: string;
  agreement: number;
  n_failed: number;
  means: (number | null)[];
  errors: (number | null)[];
  runs: SweepRun[];
}

export interface SweepFacts {
  keys: SweepKey[];
  parameters: string[];
  points: SweepPoint[];
}

export interface StructureFacts {
  starts: number; // of the betweenness; n_nodes: all
  rows: [string, string][]; // what else is measured
}

export interface Facts {
  kind: 'run' | 'network' | 'sweep';
  title: string;
  version: string;
  notes: string[];
  about: [string, string][];
  arrays: ArrayEntry[];
  n_bytes: number;
  network?: NetworkFacts;
  run?: RunFacts;
  film?: FilmFacts;
  structure?: StructureFacts;
  sweep?: SweepFacts;
}
