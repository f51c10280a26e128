/* Writes a law's XSPICE interface file (ifspec.ifs) or function (cfunc.mod, from the template) from its parameter table.
 * Compiled once per law:  cc -DSOMN_NAME='"vts"' -DSOMN_TABLE='"vts/params.def"' ...
 * usage: generate ifs  |  generate mod < glue/cfunc.mod.in */
#include <stdio.h>
#include <string.h>

#define LAW "somn_" SOMN_NAME

/* "default|joglekar2|biolek2" */
#define SOMN_REAL(...)
#define SOMN_CHOICE(...)
#define SOMN_PRESET(name, settings, source) "|" #name
static const char presets[] = "default"
#include SOMN_TABLE
    ;
#undef SOMN_REAL
#undef SOMN_CHOICE
#undef SOMN_PRESET

static void print_parameter(const char *name, const char *type, const char *fallback, const char *meaning, const char *unit) {
  printf("\nPARAMETER_TABLE:\n\nParameter_Name: %s\nDescription: \"%s [%s]\"\nData_Type: %s\nDefault_Value: %s\n"
         "Limits: -\nVector: no\nVector_Bounds: -\nNull_Allowed: yes\n", name, meaning, unit, type, fallback);
}

static void print_static(const char *name, const char *type, const char *meaning) {
  printf("\nSTATIC_VAR_TABLE:\n\nStatic_Var_Name: %s\nDescription: \"%s\"\nData_Type: %s\n", name, meaning, type);
}

static void print_ifs(void) {
  printf("NAME_TABLE:\n\nSpice_Model_Name: %s\nC_Function_Name: cm_%s\nDescription: \"memristive junction, law %s\"\n",
         LAW, LAW, SOMN_NAME);
  printf("\nPORT_TABLE:\n\nPort_Name: t\nDescription: \"junction, positive terminal first\"\nDirection: inout\n"
         "Default_Type: gd\nAllowed_Types: [gd]\nVector: no\nVector_Bounds: -\nNull_Allowed: no\n");
#define SOMN_REAL(name, value, unit, interval, meaning, equation, source)  \
  {                                                              \
    char text[40];                                               \
    snprintf(text, sizeof text, "%.17g", (double)(value));       \
    if (!strpbrk(text, ".e")) strcat(text, ".0"); /* cmpp reads the rest as an int */ \
    print_parameter(#name, "real", text, meaning, unit);         \
  }
#define SOMN_CHOICE(name, value, choices, meaning, equation, source) \
  print_parameter(#name, "string", "\"" value "\"", meaning, choices);
#define SOMN_PRESET(...)
#include SOMN_TABLE
#include "glue/common.def"
#undef SOMN_REAL
#undef SOMN_CHOICE
#undef SOMN_PRESET
  print_parameter("preset", "string", "\"default\"", "set of defaults", presets);
  print_static("state", "real", "state of the junction");
  print_static("i", "real", "current [A], positive into the positive terminal");
  print_static("g", "real", "conductance [S] at small voltage and this state");
  print_static("didv", "real", "di/dv [S] at this voltage and frozen state");
  print_static("device", "pointer", "checked parameters and what is derived from them");
}

static void print_reads(void) {
  printf("  given.preset = somn_choice(PARAM(preset), \"%s\");\n", presets);
#define SOMN_REAL(...)
#define SOMN_CHOICE(...)
#define SOMN_PRESET(name, settings, source) \
  printf("  if (given.preset == somn_choice(\"" #name "\", \"%s\")) preset = \"" settings "\";\n", presets);
#include SOMN_TABLE
#undef SOMN_REAL
#undef SOMN_CHOICE
#undef SOMN_PRESET
#define SOMN_PRESET(...)
/* the default from here: cmpp keeps seven digits of it */
#define SOMN_REAL(name, value, unit, interval, meaning, equation, source)                                              \
  printf("  given." SOMN_PART "." #name " = PARAM_NULL(" #name ") ? somn_preset_number(preset, \"" #name              \
         "\", %.17g) : PARAM(" #name ");\n", (double)(value));
#define SOMN_CHOICE(name, value, choices, meaning, equation, source)                                            \
  printf("  given." SOMN_PART "." #name " = somn_choice(PARAM(" #name "), \"" choices "\");\n"                  \
         "  if (PARAM_NULL(" #name ")) given." SOMN_PART "." #name " = somn_preset_choice(preset, \"" #name "\", \"" \
         choices "\", given." SOMN_PART "." #name ");\n");
#define SOMN_PART "law"
#include SOMN_TABLE
#undef SOMN_PART
#define SOMN_PART "glue"
#include "glue/common.def"
#undef SOMN_PART
#undef SOMN_REAL
#undef SOMN_CHOICE
#undef SOMN_PRESET
}

static void print_mod(void) {
  char line[1024];
  while (fgets(line, sizeof line, stdin)) {
    char *rest = line, *mark;
    if (strstr(line, "@READS@")) { print_reads(); continue; }
    while ((mark = strchr(rest, '@'))) {
      const int is_law = strncmp(mark, "@LAW@", 5) == 0;
      printf("%.*s%s", (int)(mark - rest), rest, is_law ? SOMN_NAME : presets); /* @LAW@ or @PRESETS@ */
      rest = mark + strlen(is_law ? "@LAW@" : "@PRESETS@");
    }
    fputs(rest, stdout);
  }
}

int main(int argc, char **argv) {
  if (argc == 2 && strcmp(argv[1], "ifs") == 0) return print_ifs(), 0;
  if (argc == 2 && strcmp(argv[1], "mod") == 0) return print_mod(), 0;
  fprintf(stderr, "usage: generate ifs | generate mod < cfunc.mod.in\n");
  return 2;
}
