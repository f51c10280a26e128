// Junctions are points, bodies and lines are quads along a segment, discs are points of their true size.
// camera: centre x, y; scale to clip space x, y. Sizes in device pixels.

export const dotVertex = `
uniform vec4 camera; uniform float size; uniform float halo;
layout(location=0) in vec2 place;
layout(location=1) in vec4 look;  // code, glow, emphasis (0 faded, 0.5 as it is, 1 stressed)
out vec4 seen; out float whole; out float core;
void main() {
  gl_Position = vec4((place - camera.xy) * camera.zw, 0.0, 1.0);
  float known = look.x > 0.998 ? 0.0 : 1.0;
  float grown = 1.0 + 0.45 * known * look.x + (look.z > 0.75 ? 0.9 : 0.0);
  core = size * (known > 0.0 ? grown : 0.72 * grown) * (1.0 + 0.5 * look.y);
  whole = core * (1.0 + halo * look.y) + 1.0;
  gl_PointSize = 2.0 * whole;
  seen = look;
}`;

export const dotFragment = `
uniform sampler2D colours; uniform vec3 unknown; uniform vec3 flash; uniform float isSwitch; uniform vec3 off; uniform vec3 on;
in vec4 seen; in float whole; in float core;
out vec4 colour;
void main() {
  float d = length(gl_PointCoord * 2.0 - 1.0) * whole;
  float inside = 1.0 - smoothstep(core - 0.7, core + 0.7, d);
  bool known = seen.x < 0.998;
  vec3 own = !known ? unknown : isSwitch > 0.5 ? mix(off, on, step(0.5, seen.x)) : texture(colours, vec2((seen.x * 255.0 + 0.5) / 256.0, 0.5)).rgb;
  float strength = known ? (isSwitch > 0.5 && seen.x < 0.5 ? 0.85 : 1.0) : 0.5;
  if (seen.z < 0.25) strength *= 0.16;
  vec3 lit = mix(own, flash, (isSwitch > 0.5 ? 0.75 : 0.12) * seen.y);
  float around = seen.y * 0.5 * pow(max(0.0, 1.0 - d / whole), 2.0) * (1.0 - inside);
  float alpha = inside * strength + around;
  colour = vec4(lit * inside * strength + mix(on, flash, 0.3) * around, alpha);
}`;

export const lineVertex = `
uniform vec4 camera; uniform vec2 pixels; uniform float width; uniform float widest;
uniform highp sampler2D allEnds; uniform sampler2D allLooks;
out vec4 seen; out float across; out float half_;
void main() {
  int k = gl_VertexID / 6, corner = gl_VertexID - 6 * k;
  ivec2 at = ivec2(k % 2048, k / 2048);
  vec4 ends = texelFetch(allEnds, at, 0), look = texelFetch(allLooks, at, 0);  // code, class of electrode, weight (current), emphasis
  vec2 a = (ends.xy - camera.xy) * camera.zw * pixels, b = (ends.zw - camera.xy) * camera.zw * pixels;
  vec2 along = b - a; float l = length(along);
  along = l > 0.0 ? along / l : vec2(1.0, 0.0);
  half_ = 0.5 * (width + widest * look.z);
  float reach = half_ + 1.0;
  float t = corner == 1 || corner == 3 || corner == 4 ? 1.0 : 0.0, side = corner == 2 || corner > 3 ? 1.0 : -1.0;
  vec2 place = mix(a, b, t) + vec2(-along.y, along.x) * side * reach;
  across = side * reach;
  gl_Position = vec4(place / pixels, 0.0, 1.0);
  seen = look;
}`;

export const lineFragment = `
uniform sampler2D colours; uniform vec3 plain; uniform float strength; uniform float coloured; uniform vec3 electrodes[8];
uniform float isSwitch; uniform vec3 off; uniform vec3 on;
in vec4 seen; in float across; in float half_;
out vec4 colour;
void main() {
  float inside = clamp(half_ + 0.5 - abs(across), 0.0, 1.0) * min(1.0, half_ * 2.0);
  int which = int(seen.y * 255.0 + 0.5);
  bool known = seen.x < 0.998;
  vec3 own = which > 0 ? electrodes[min(which - 1, 7)]
           : coloured > 0.5 && known ? (isSwitch > 0.5 ? mix(off, on, step(0.5, seen.x)) : texture(colours, vec2((seen.x * 255.0 + 0.5) / 256.0, 0.5)).rgb) : plain;
  float alpha = inside * (which > 0 ? 0.9 : mix(strength, 1.0, max(seen.z, coloured > 0.5 && known ? (isSwitch > 0.5 ? seen.x : 0.9) : 0.0)));
  if (seen.w < 0.25) alpha *= 0.25;
  colour = vec4(own * alpha, alpha);
}`;

export const discVertex = `
uniform vec4 camera; uniform vec2 pixels;
layout(location=0) in vec3 place;  // x, y, radius
layout(location=1) in vec4 look;
out vec4 seen; out float whole;
void main() {
  gl_Position = vec4((place.xy - camera.xy) * camera.zw, 0.0, 1.0);
  whole = max(1.0, place.z * camera.z * pixels.x);
  gl_PointSize = min(2.0 * whole + 1.0, 1000.0);
  seen = look;
}`;

export const discFragment = `
uniform vec3 plain; uniform float strength; uniform vec3 electrodes[8];
in vec4 seen; in float whole;
out vec4 colour;
void main() {
  float d = length(gl_PointCoord * 2.0 - 1.0) * (whole + 0.5);
  float inside = 1.0 - smoothstep(whole - 0.8, whole + 0.3, d);
  float rim = smoothstep(whole - 2.2, whole - 1.0, d);
  int which = int(seen.y * 255.0 + 0.5);
  vec3 own = which > 0 ? electrodes[min(which - 1, 7)] : plain;
  float alpha = inside * (which > 0 ? 0.45 : strength * (0.45 + 0.55 * rim) + 0.35 * seen.z);
  colour = vec4(own * alpha, alpha);
}`;
