/* The parameters of one code-model device, checked against the law's table (interval text as in the tables).
 * Included once per law after law.h, with SOMN_LAW, SOMN_PARAMS, SOMN_MODEL_NAME, SOMN_TABLE and SOMN_PRESETS (the
 * choices of `preset`) defined. */
#ifndef SOMN_DEVICE_H
#define SOMN_DEVICE_H

#include "glue/wish.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ngspice reads decimals with errors of the last bits: 0.95 and 3e-9 become what they were meant to be. */
static double somn_meant(double value) {
  char text[32];
  double decimal;
  snprintf(text, sizeof text, "%.15g", value);
  decimal = strtod(text, NULL);
  return fabs(decimal - value) <= 5e-16 * fabs(value) ? decimal : value;
}

/* "(0, inf)", "[0, 1]": round bracket = the end point is not part of it */
static int somn_inside(double value, const char* interval) {
  char* end;
  const double low = strtod(interval + 1, &end), high = strtod(end + 1, &end);
  const int above = interval[0] == '[' ? value >= low : value > low;
  const int below = interval[strlen(interval) - 1] == ']' ? value <= high : value < high;
  return above && below && isfinite(value);
}

/* 1 where the value is legal; else 0 and the sentence in `message`. */
static int somn_legal(const char* law, const char* name, double value, const char* unit, const char* interval,
                      char* message, size_t size) {
  if (somn_inside(value, interval)) return 1;
  snprintf(message, size, "somn error: %s: %s = %g %s is outside its legal range %s", law, name, value, unit, interval);
  return 0;
}

/* Index of `word` in "a|b|c", -1 where it is not there. A number is the index itself: a subcircuit can only pass that.
 */
static int somn_choice(const char* word, const char* choices) {
  const size_t n = word ? strlen(word) : 0;
  char* end = NULL;
  const double number = n ? strtod(word, &end) : -1.0;
  int index = 0;
  const char* c = choices;
  for (;; index++) {
    const char* bar = strchr(c, '|');
    const size_t length = bar ? (size_t)(bar - c) : strlen(c);
    if (n == length && strncmp(word, c, n) == 0) return index;
    if (end && *end == '\0' && number == index) return index;
    if (!bar) return -1;
    c = bar + 1;
  }
}

/* The text after "name=" in "a=1 name=word b=2", NULL where it is not there. */
static const char* somn_preset_word(const char* settings, const char* name) {
  const size_t n = strlen(name);
  const char* c = settings;
  while (c && *c) {
    if (strncmp(c, name, n) == 0 && c[n] == '=') return c + n + 1;
    c = strchr(c, ' ');
    if (c) c++;
  }
  return NULL;
}

static double somn_preset_number(const char* settings, const char* name, double fallback) {
  const char* word = somn_preset_word(settings, name);
  return word ? strtod(word, NULL) : fallback;
}

static int somn_preset_choice(const char* settings, const char* name, const char* choices, int fallback) {
  const char* word = somn_preset_word(settings, name);
  char text[64];
  if (!word) return fallback;
  snprintf(text, sizeof text, "%.*s", (int)strcspn(word, " "), word);
  return somn_choice(text, choices);
}

static int somn_legal_choice(const char* law, const char* name, int index, const char* choices, char* message,
                             size_t size) {
  if (index >= 0) return 1;
  snprintf(message, size, "somn error: %s: %s must be one of %s", law, name, choices);
  return 0;
}

/* The parameters of one device as given, the law's and the glue's own: compared bytewise to notice an altermod. */
#define SOMN_REAL(name, ...) double name;
#define SOMN_CHOICE(name, ...) int name;
#define SOMN_PRESET(...)
typedef struct {
  int preset; /* 0 default, -1 unknown */
  SOMN_PARAMS law;
  struct {
#include "glue/common.def"
  } glue;
} somn_given;
#undef SOMN_REAL
#undef SOMN_CHOICE

/* Head of what the static variable `device` of every law points to. */
typedef struct {
  char empty[8];      /* where ngspice shows the pointer as a text, it shows this one */
  double conductance; /* [S] di/dv at the operating point and frozen state, times m */
  int is_bent;        /* i is not proportional to v there */
} somn_device_head;

typedef struct {
  somn_device_head head;
  somn_given given;
  SOMN_PARAMS ready; /* checked, with derived values */
  somn_device_key key;
  somn_branch last; /* of the last Newton iteration */
  double steepest;  /* see glue/wish.h */
  int known, legal;
} somn_device;

static int somn_all_legal(const somn_given* given, char* message, size_t size) {
  if (!somn_legal_choice(SOMN_MODEL_NAME, "preset", given->preset, SOMN_PRESETS, message, size)) return 0;
#define SOMN_REAL(name, value, unit, interval, meaning, equation, source) \
  if (!somn_legal(SOMN_MODEL_NAME, #name, given->SOMN_PART.name, unit, interval, message, size)) return 0;
#define SOMN_CHOICE(name, value, choices, meaning, equation, source) \
  if (!somn_legal_choice(SOMN_MODEL_NAME, #name, given->SOMN_PART.name, choices, message, size)) return 0;
#define SOMN_PART law
#include SOMN_TABLE
#undef SOMN_PART
#define SOMN_PART glue
#include "glue/common.def"
#undef SOMN_PART
#undef SOMN_REAL
#undef SOMN_CHOICE
#undef SOMN_PRESET
  return 1;
}

/* Checks and derives anew; legal = 0 and one sentence in `message` where something is wrong. */
static void somn_renew(somn_device* device, const somn_given* given, char* message, size_t size) {
  const char* sentence = NULL;
  somn_given meant = *given;
#define SOMN_REAL(name, ...) meant.law.name = somn_meant(given->law.name);
#define SOMN_CHOICE(...)
#define SOMN_PRESET(...)
#include SOMN_TABLE
#undef SOMN_REAL
#undef SOMN_CHOICE
#undef SOMN_PRESET
  device->given = *given;
  device->ready = meant.law;
  device->known = 1;
  device->legal = somn_all_legal(&meant, message, size);
  if (device->legal && (sentence = SOMN_LAW.prepare(&device->ready))) {
    device->legal = 0;
    snprintf(message, size, "somn error: " SOMN_MODEL_NAME ": %s", sentence);
  }
  if (device->legal) {
    somn_state fresh;
    somn_start(&SOMN_LAW, &device->ready, device->key, 0.0, &fresh);
    device->steepest = somn_steepest(&SOMN_LAW, &device->ready, &fresh.memory);
  }
}

#endif
